#include "cli/exec/monitor_capture.h"

#include <fmt/format.h>

#include <functional>

#include "cli/exec/capture_words.h"
#include "cli/exec/commands.h"
#include "cli/exec/exec.h"
#include "cli/exec/save.h"

namespace cli {

using namespace config;

namespace {

Syntax named_capture() {
    return kw("capture", "Monitor IP packets") >> word("name", "Name of the Capture");
}
Syntax monitor_capture() { return kw("monitor", "Monitoring different system events") >> named_capture(); }

/// The filters of an access list of either family by this name.
bool add_list(const Configuration& configuration, const std::string& name, std::vector<dataplane::PacketFilter>& filters) {
    const auto add = [&](const auto* list) {
        if (list == nullptr) return false;
        dataplane::PacketFilter filter;
        for (const auto& entry : list->entries)
            if (!entry.is_remark()) filter.rules.emplace_back(entry, nullptr);
        filters.push_back(std::move(filter));
        return true;
    };
    const bool v4 = add(configuration.access_lists.find(name));
    return add(configuration.ipv6_access_lists.find(name)) || v4;
}

std::vector<dataplane::PacketFilter> filters_of(const CaptureSettings& settings) {
    std::vector<dataplane::PacketFilter> filters;
    if (settings.rule4) filters.emplace_back().rules.emplace_back(*settings.rule4, nullptr);
    if (settings.rule6) filters.emplace_back().rules.emplace_back(*settings.rule6, nullptr);
    return filters;
}

void start(Exec& exec, PacketCapture& capture) {
    const CaptureSettings& settings = capture.settings;
    if (capture.is_active()) return exec.fail(fmt::format("% Capture {} is already active\n", capture.name()));
    if (!settings.interface) return exec.fail(fmt::format("% Unable to activate Capture {}: no interface is attached\n", capture.name()));
    if (settings.interface->is_logical())
        return exec.fail(fmt::format("% Unable to activate Capture {}: {} carries no frames\n", capture.name(), settings.interface->text()));
    if (!settings.has_filter()) return exec.fail(fmt::format("% Unable to activate Capture {}: no filter is attached\n", capture.name()));
    auto filters = filters_of(settings);
    if (!settings.access_list.empty() && !add_list(exec.ports().configuration(), settings.access_list, filters))
        return exec.fail(fmt::format("% Unable to activate Capture {}: access-list {} does not exist\n", capture.name(), settings.access_list));
    capture.start(std::move(filters), exec.now());
    exec.print(fmt::format("Started capture point : {}\n", capture.name()));
    exec.ports().log({"BUFCAP", 6, "ENABLE", fmt::format("Capture Point {} enabled.", capture.name())}, exec.now());
    exec.ports().follow_capture(capture, exec.now());
}

void stop(Exec& exec, PacketCapture& capture) {
    if (!capture.is_active()) return;
    capture.stop();
    exec.ports().follow_capture(capture, exec.now());
    exec.print(fmt::format("Stopped capture point : {}\n", capture.name()));
    exec.ports().log({"BUFCAP", 6, "DISABLE", fmt::format("Capture Point {} disabled.", capture.name())}, exec.now());
}

/// A question before something is lost, then the deed.
class Confirmed final : public Task {
public:
    Confirmed(std::string question, std::function<void(Exec&)> deed) : question_(std::move(question)), deed_(std::move(deed)) {}
    void start(Exec& exec) override { exec.ask({question_, Question::Kind::confirm}); }
    void answer(Exec& exec, std::string_view text) override {
        if (text == "y") deed_(exec);
        exec.finish();
    }

private:
    std::string question_;
    std::function<void(Exec&)> deed_;
};

PacketCapture* known(Exec& exec, const Args& args) {
    PacketCapture* found = exec.ports().captures().find(args.text("name"));
    if (found == nullptr) exec.fail(fmt::format("% Capture {} does not exist\n", args.text("name")));
    return found;
}

void configure(Exec& exec, const Args& args) {
    PacketCapture& capture = exec.ports().captures().at(args.text("name"));
    if (capture.is_active()) return exec.fail(fmt::format("% Capture {} is active, stop it first\n", capture.name()));
    auto apply = [name = capture.name(), settings = changed_settings(capture.settings, args), starts = args.has("start")](Exec& inner) {
        PacketCapture& changing = inner.ports().captures().at(name);
        changing.settings = settings;
        if (starts) cli::start(inner, changing);
    };
    const bool replaces = (args.has("match") || args.has("list")) && capture.settings.has_filter();
    if (!replaces) return apply(exec);
    exec.run(std::make_unique<Confirmed>("A filter is already attached to the capture . Replace with specified filter?[confirm]", std::move(apply)));
}

void stop_capture(Exec& exec, const Args& args) {
    if (PacketCapture* capture = known(exec, args)) stop(exec, *capture);
}

void clear_capture(Exec& exec, const Args& args) {
    if (known(exec, args) == nullptr) return;
    exec.run(std::make_unique<Confirmed>("Captured data will be deleted [clear]?[confirm]", [name = std::string{args.text("name")}](Exec& inner) {
        if (PacketCapture* capture = inner.ports().captures().find(name)) capture->clear();
        inner.print(fmt::format("cleared buffer : {}\n", name));
    }));
}

void export_capture(Exec& exec, const Args& args) {
    const PacketCapture* capture = known(exec, args);
    if (capture == nullptr) return;
    const std::string url{args.text("url")};
    const std::string name = url.find(':') == std::string::npos ? "flash:" + url : url;
    if (!name.starts_with("flash:")) return exec.fail(fmt::format("%Error opening {} (No such device)\n", name));
    const std::int64_t unix_at_start = exec.ports().clock(exec.now()) - exec.now().time_since_epoch().count();
    if (const FileOutcome stored = exec.ports().write_file(name, capture_file(*capture, unix_at_start), false); !stored)
        return print_file_error(exec, name, stored);
    exec.print("Exported Successfully\n");
}

void forget_capture(Exec& exec, const Args& args) {
    PacketCapture* capture = known(exec, args);
    if (capture == nullptr) return;
    stop(exec, *capture);
    exec.ports().captures().erase(args.text("name"));
}

void show_status(Exec& exec, const Args& args) {
    if (args.has("name")) {
        if (const PacketCapture* capture = known(exec, args))
            exec.list_text(args.has("parameter") ? capture_parameter_text(*capture) : capture_status_text(*capture));
        return;
    }
    std::string text;
    for (const PacketCapture* capture : exec.ports().captures().all()) text += capture_status_text(*capture);
    exec.list_text(std::move(text));
}

void show_buffer(Exec& exec, const Args& args) {
    const PacketCapture* capture = known(exec, args);
    if (capture == nullptr) return;
    if (!args.has("brief") && !args.has("detailed") && !args.has("dump")) return exec.list_text(capture_buffer_text(*capture));
    const CaptureDetail detail = args.has("brief") ? CaptureDetail::brief : args.has("dump") ? CaptureDetail::dump : CaptureDetail::detailed;
    exec.list(capture_screen(exec.ports().captures(), capture->name(), detail));
}

Syntax show_capture() {
    return kw("show", "Show running system information") >> kw("monitor", "Monitoring different system events");
}

}  // namespace

std::span<const Line> monitor_capture_lines() {
    static const Line lines[] = {
        line(monitor_capture() >> kw("clear", "Clear Buffer"), &clear_capture).privilege(15),
        line(monitor_capture() >> kw("export", "Export Buffer") >> -kw("location", "Location to dump buffer") >>
                 word("url", "Location to dump buffer").labelled("flash:"),
             &export_capture).privilege(15),
        line(monitor_capture() >> kw("stop", "Disable Capture"), &stop_capture).privilege(15),
        line(monitor_capture() >> capture_words(),
             &configure).privilege(15),
        line(kw("no", "Disable debugging functions") >> monitor_capture(), &forget_capture).privilege(15),
        line(show_capture() >> kw("capture", "Capture information"), &show_status),
        line(show_capture() >> named_capture() >> flag("parameter", "Parameters of the capture"), &show_status),
        line(show_capture() >> named_capture() >> kw("buffer", "Buffer information") >>
                 -(kw("brief", "brief display") | kw("detailed", "detailed display") | kw("dump", "for dump")),
             &show_buffer),
    };
    return lines;
}

}  // namespace cli
