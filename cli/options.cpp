#include "cli/options.h"

#include <boost/program_options.hpp>
#include <sstream>

namespace cli {

namespace {

namespace po = boost::program_options;

po::options_description described() {
    po::options_description options("Options");
    options.add_options()
        ("link", po::value<std::vector<std::string>>()->value_name("IF=KIND:TARGET"),
         "put an interface on a real wire: Ethernet0/0=tap:tap0, =packet:veth0, =udp:LOCAL:PORT,REMOTE:PORT, =iol:APPLICATION (with NETMAP)")
        ("exec", po::value<std::vector<std::string>>()->value_name("COMMAND"), "run a command and print its output (NODE:COMMAND in a lab)")
        ("steps", po::value<std::string>()->value_name("FILE"), "play the steps of a file: `R1: show version`, `lab: advance 10s`")
        ("transcripts", po::value<std::string>()->value_name("DIR"), "write each console's exact bytes to DIR/NODE.txt")
        ("nvram", po::value<std::string>()->value_name("DIR"), "keep startup configurations there; what was saved wins over CONFIG at the next start")
        ("pcap", po::value<std::string>()->value_name("FILE"), "write all frames of all links to a pcapng file")
        ("keylog", po::value<std::string>()->value_name("DIR"),
         "write THE KEYS of all SAs there, as a profile for Wireshark: whoever can read DIR can read the traffic")
        ("console", po::value<std::string>()->value_name("[HOST:]PORT"), "console by telnet (in a lab: one port a router, counting up)")
        ("telnet", po::value<std::string>()->value_name("[HOST:]PORT"), "virtual terminals by telnet (in a lab as above)")
        ("ssh", po::value<std::string>()->value_name("[HOST:]PORT"), "virtual terminals by SSH (in a lab as above)")
        ("crypto", po::value<std::string>()->value_name("NAME"), "auto, openssl or ipsec-mb")
        ("packet-threads", po::value<unsigned>()->value_name("N"), "threads that move packets between real wires, 1 to 16 (default 1)")
        ("seed", po::value<std::uint64_t>()->value_name("N"), "seed of a lab's randomness (default 1)")
        ("help", "print this")
        ("version", "print the version");
    return options;
}

LinkOption link_of(const std::string& text) {
    const auto equals = text.find('='), colon = text.find(':', equals == std::string::npos ? 0 : equals);
    if (equals == std::string::npos || colon == std::string::npos) throw UsageError("--link is written IF=KIND:TARGET, not " + text);
    const auto interface = config::InterfaceName::parse(text.substr(0, equals));
    if (!interface) throw UsageError("no such interface: " + text.substr(0, equals));
    LinkOption link{*interface, text.substr(equals + 1, colon - equals - 1), text.substr(colon + 1)};
    if (link.kind != "tap" && link.kind != "packet" && link.kind != "udp" && link.kind != "iol") throw UsageError("no such kind of link: " + link.kind);
    return link;
}

bool names_a_topology(const std::string& file) { return file.ends_with(".yml") || file.ends_with(".yaml"); }

ExecOption exec_of(const std::string& text, bool in_lab) {
    if (!in_lab) return {{}, text};
    const auto colon = text.find(':');
    if (colon == std::string::npos) throw UsageError("--exec in a lab is written NODE:COMMAND");
    const auto begin = text.find_first_not_of(' ', colon + 1);
    return {text.substr(0, colon), begin == std::string::npos ? "" : text.substr(begin)};
}

std::string text_of(const po::variables_map& values, const char* name, std::string otherwise = {}) {
    return values.count(name) ? values[name].as<std::string>() : std::move(otherwise);
}

Options options_of(const po::variables_map& values) {
    Options options;
    options.file = text_of(values, "file");
    options.is_topology = names_a_topology(options.file);
    if (values.count("link"))
        for (const auto& text : values["link"].as<std::vector<std::string>>()) options.links.push_back(link_of(text));
    if (values.count("exec"))
        for (const auto& text : values["exec"].as<std::vector<std::string>>()) options.exec.push_back(exec_of(text, options.is_topology));
    options.nvram = text_of(values, "nvram");
    options.steps = text_of(values, "steps");
    options.transcripts = text_of(values, "transcripts");
    options.pcap = text_of(values, "pcap");
    options.keylog = text_of(values, "keylog");
    options.lines = {text_of(values, "console"), text_of(values, "telnet"), text_of(values, "ssh")};
    options.crypto = text_of(values, "crypto", "auto");
    if (values.count("seed")) options.seed = values["seed"].as<std::uint64_t>();
    if (values.count("packet-threads")) options.packet_threads = values["packet-threads"].as<unsigned>();
    options.help = values.count("help") > 0;
    options.version = values.count("version") > 0;
    if (options.crypto != "auto" && options.crypto != "openssl" && options.crypto != "ipsec-mb")
        throw UsageError("--crypto is auto, openssl or ipsec-mb");
    if (options.packet_threads < 1 || options.packet_threads > 16) throw UsageError("--packet-threads is 1 to 16");
    if (options.is_topology && !options.links.empty()) throw UsageError("--link goes with one configuration, not with a topology");
    if (!options.steps.empty() && !options.links.empty()) throw UsageError("--steps plays in virtual time, --link needs real time");
    return options;
}

}  // namespace

Options parse_options(int argc, const char* const* argv) {
    po::options_description options = described();
    options.add_options()("file", po::value<std::string>(), "configuration or topology");
    po::positional_options_description positional;
    positional.add("file", 1);
    po::variables_map values;
    try {
        po::store(po::command_line_parser(argc, argv).options(options).positional(positional).run(), values);
        po::notify(values);
    } catch (const po::error& error) {
        throw UsageError(error.what());
    }
    return options_of(values);
}

std::string usage() {
    std::ostringstream text;
    text << "Usage: ike-router [CONFIG | TOPOLOGY.clab.yml] [options]\n\n"
            "  CONFIG             an IOS-style configuration: one router\n"
            "  TOPOLOGY.clab.yml  a containerlab file: every node in this process\n\n"
            "With a terminal you get the router's console (or the lab's). Without one, commands are read from\n"
            "standard input and the transcript goes to standard output.\n\n"
         << described()
         << "\nExit status: 0; 1 when a configuration line was rejected or a command failed; 2 for bad usage.\n";
    return text.str();
}

}  // namespace cli
