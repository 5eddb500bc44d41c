// Arbitrary octets typed at a line editor and at a terminal line of a real router, in pieces, with pauses and changing window
// sizes: no crash, a line within its bounds, and output and type-ahead that stay bounded however little is read.

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cli/editor/line_editor.h"
#include "cli/router/router.h"
#include "ipsec-dataplane/seeded_random.h"
#include "tests/fuzz/pieces.h"

namespace {

using namespace cli;

constexpr std::size_t longest_input = 4096;
constexpr std::string_view startup =
    "hostname R1\nno ip domain lookup\ninterface Ethernet0/0\n ip address 10.0.0.1 255.255.255.0\n no shutdown\n"
    "line con 0\n privilege level 15\nline vty 0 4\n no login\n privilege level 15\nend\n";

std::string text_of(const fuzz::Octets& octets) { return {octets.begin(), octets.end()}; }

/// The editor alone, on terminals as narrow as one column.
void edit(fuzz::Pieces pieces) {
    LineEditor editor;
    History history(pieces.octet() % 32);
    std::string out;
    const auto begin = [&](std::uint16_t width) { editor.begin("R1(config)#", {true, true, width}, &history, out); };
    begin(pieces.octet());
    while (!pieces.empty()) {
        const EditorEvent event = editor.key(static_cast<char>(pieces.octet()), out);
        if (editor.text().size() > LineEditor::longest_line) std::abort();
        if (editor.text_before_cursor().size() > editor.text().size()) std::abort();
        if (event == EditorEvent::escape) editor.hide(out), editor.redisplay(out);
        if (event == EditorEvent::complete) editor.replace_word("interface ");
        if (event == EditorEvent::line) editor.finish("\n", true, out), begin(pieces.octet());
        if (out.size() > 8 * LineEditor::longest_line) out.clear();
    }
}

/// A router in virtual time and the terminal that is typed at.
class Terminal {
public:
    explicit Terminal(bool vty) {
        RouterSetup setup;
        setup.node_name = "R1";
        setup.random = std::make_unique<dataplane::SeededRandom>(dataplane::SeededRandom::of_router(1, "R1"));
        if (vty) setup.console.kind = ConsoleOptions::Kind::vty;
        router_ = std::make_unique<Router>(std::move(setup));
        router_->boot(std::string{startup}, now_);
    }

    /// One thing that a user or the network does.
    void act(fuzz::Pieces& pieces) {
        const std::uint8_t what = pieces.octet();
        if (what % 16 == 0) console().terminal().width = pieces.octet();
        else if (what % 16 == 1) console().terminal().length = pieces.octet();
        else if (what % 16 == 2) pass(std::chrono::milliseconds(pieces.octet() * 100));
        else if (what % 16 == 3) read();
        else if (console().accepts_input()) router_->type(console(), text_of(pieces.run(what)), now_);
    }
    bool is_over() { return console().is_finished(); }

    /// A reader that takes what there is gets to the end of a screen.
    void read_on() {
        for (int part = 0; part < 256; ++part) {
            read();
            pass(std::chrono::milliseconds(100));
        }
    }

private:
    Console& console() { return router_->console(); }
    void pass(std::chrono::milliseconds time) {
        now_ += time;
        router_->tick(now_);
    }
    /// However long nobody read, no more than this waits.
    void read() {
        if (console().take_output().size() > Console::log_limit + 2 * Console::output_limit) std::abort();
    }

    Instant now_{};
    std::unique_ptr<Router> router_;
};

/// Without `reads_on` the router ends while something may still run.
void type(fuzz::Pieces pieces, bool vty, bool reads_on) {
    Terminal terminal(vty);
    while (!pieces.empty() && !terminal.is_over()) terminal.act(pieces);
    if (reads_on && !terminal.is_over()) terminal.read_on();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > longest_input) return 0;
    const fuzz::Pieces pieces(data + 1, size - 1);
    if (data[0] % 4 == 0) edit(pieces);
    else type(pieces, data[0] % 4 == 1, data[0] & 8U);
    return 0;
}
