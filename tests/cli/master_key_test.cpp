#include <catch2/catch.hpp>

#include "cli/router/nvram.h"
#include "cli/router/type6_key.h"
#include "config-model/configuration_text.h"
#include "ikev2_lab.h"
#include "memory_disk.h"
#include "tests/cli/fake_router.h"

using namespace cli;

namespace {

struct Counting final : dataplane::RandomSource {
    void fill(std::span<std::uint8_t> octets) override {
        for (auto& octet : octets) octet = next++;
    }
    std::uint8_t next = 0;
};

/// Keeps the NVRAM that a Router owns within a test's reach, over several routers.
class SharedNvram final : public Nvram {
public:
    explicit SharedNvram(MemoryNvram& shared) : shared_(shared) {}
    std::optional<std::string> read(std::string_view name) const override { return shared_.read(name); }
    FileOutcome write(std::string_view name, std::string_view text) override { return shared_.write(name, text); }
    FileOutcome erase(std::string_view name) override { return shared_.erase(name); }
    std::vector<RouterPorts::FileEntry> list(std::string_view filesystem) const override { return shared_.list(filesystem); }

private:
    MemoryNvram& shared_;
};

/// A router with one of each key.
struct Keys {
    explicit Keys(MemoryNvram& nvram, std::string_view text = first_text) {
        RouterSetup setup;
        setup.node_name = "R1";
        setup.random = std::make_unique<Counting>();
        setup.nvram = std::make_unique<SharedNvram>(nvram);
        router = std::make_unique<Router>(std::move(setup));
        router->boot(text, now);
        type("\renable\r");
    }
    std::string type(std::string_view keys) {
        router->type(router->console(), keys, now);
        std::string text = router->console().take_output();
        return std::erase(text, '\r'), text;
    }
    std::string configure(std::string_view line) {
        type("configure terminal\r");
        std::string answer = type(std::string{line} + "\r");
        return answer;
    }
    void set_master_key(std::string_view key) {
        configure("password encryption aes");
        type("key config-key password-encrypt " + std::string{key} + "\r" "end\r");
    }
    std::string running() const { return router->running_configuration(); }
    const config::Configuration& configuration() const { return router->configuration(); }

    static constexpr std::string_view first_text =
        "hostname R1\ncrypto isakmp key globalkey address 10.0.0.2\ncrypto isakmp client configuration group STAFF\n key groupkey\n"
        "crypto keyring OLD\n pre-shared-key address 10.0.0.3 key ringkey\ncrypto ikev2 keyring K\n peer A\n  address 10.0.0.4\n"
        "  pre-shared-key bothkey\n peer B\n  address 10.0.0.5\n  pre-shared-key local localkey\n  pre-shared-key remote remotekey\n";
    static constexpr std::string_view clear_keys[] = {"globalkey", "groupkey", "ringkey", "bothkey", "localkey", "remotekey"};

    Instant now{};
    std::unique_ptr<Router> router;
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

config::Secret secret(std::string_view text) { return config::Secret::of_text(text); }

/// IKE has the clear keys again.
void check_opened(const config::Configuration& configuration) {
    CHECK(configuration.isakmp.keys.front().key.key == secret("globalkey"));
    CHECK(configuration.isakmp.groups.find("STAFF")->key->key == secret("groupkey"));
    CHECK(configuration.isakmp.keyrings.find("OLD")->keys.front().key.key == secret("ringkey"));
    const auto& peers = configuration.ikev2.keyrings.find("K")->peers;
    CHECK(peers.find("A")->local_key->key == secret("bothkey"));
    CHECK(peers.find("B")->local_key->key == secret("localkey"));
    CHECK(peers.find("B")->remote_key->key == secret("remotekey"));
}

}  // namespace

TEST_CASE("type 6 texts open under their master key only", "[secrets]") {
    Counting random;
    const config::Secret master = derived_master_key("masterkey1"), other = derived_master_key("masterkey2");
    for (std::size_t size = 1; size < 40; ++size) {
        const config::Secret clear = secret(std::string(size, 'k'));
        const std::string text = type6_text(master, clear, random);
        CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghi") == std::string::npos);
        CHECK(type6_clear(master, text) == clear);
        CHECK_FALSE(type6_clear(other, text));
    }
    const std::string text = type6_text(master, secret("cisco123"), random);
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = changed[i] == 'B' ? 'C' : 'B';
        INFO(i);
        CHECK_FALSE(type6_clear(master, changed));
        CHECK_FALSE(type6_clear(master, text.substr(0, i)));
    }
    CHECK_FALSE(type6_clear(master, "lower case z, blanks and ~ are none of its letters"));
}

TEST_CASE("a type 6 text of Cisco's published encoder opens", "[secrets]") {
    const auto opened = type6_clear(derived_master_key("mySecretMasterkey"), "XOUDEUYHeLGdB`UAZKX\\GK[iEgCWMZXEXN^dTGZ[UAAAB");
    REQUIRE(opened);
    CHECK(*opened == secret("mySecretPassword"));
}

TEST_CASE("keys of IKE are sealed once there are both a master key and AES", "[secrets]") {
    MemoryNvram nvram;
    Keys keys(nvram);
    keys.configure("password encryption aes");
    keys.type("end\r");
    CHECK(has(keys.running(), "crypto isakmp key globalkey address"));
    keys.configure("key config-key password-encrypt masterkey1");
    const std::string text = keys.running();
    for (const auto clear : Keys::clear_keys) CHECK_FALSE(has(text, clear));
    CHECK(has(text, "crypto isakmp key 6 "));
    CHECK(has(text, "\n key 6 "));
    CHECK(has(text, "pre-shared-key address 10.0.0.3 key 6 "));
    CHECK(has(text, "  pre-shared-key 6 "));
    CHECK(has(text, "  pre-shared-key local 6 "));
    CHECK(has(text, "  pre-shared-key remote 6 "));
    CHECK(has(text, "\npassword encryption aes\n"));
    check_opened(keys.configuration());
    SECTION("new ones, too") {
        keys.type("crypto isakmp key another address 10.0.0.9\r");
        CHECK_FALSE(has(keys.running(), "another"));
        keys.type("no password encryption aes\r");
        keys.type("crypto isakmp key third address 10.0.0.10\r");
        CHECK(has(keys.running(), "crypto isakmp key third address"));
        check_opened(keys.configuration());
    }
    SECTION("the same key again is no other one") {
        CHECK_FALSE(has(keys.type("crypto isakmp key globalkey address 10.0.0.2\r"), "already exists"));
        CHECK(has(keys.type("crypto isakmp key otherkey address 10.0.0.2\r"), "already exists"));
    }
}

TEST_CASE("the master key is shown nowhere", "[secrets]") {
    MemoryNvram nvram;
    Keys keys(nvram);
    std::string seen;
    keys.router->on_log([&](std::string_view line) { seen += line; });
    keys.set_master_key("topsecretkey");
    keys.type("write memory\r");
    for (const char* command : {"show running-config", "show startup-config", "show history", "show logging", "show configuration fate", "dir nvram:"})
        seen += keys.type(std::string{command} + "\r                    ");
    keys.type("configure terminal\r");
    seen += keys.type("\x10\x10\x10");
    CHECK(has(seen, "crypto isakmp key 6 "));
    CHECK_FALSE(has(seen, "topsecret"));
    CHECK_FALSE(has(*nvram.read("startup-config"), "topsecret"));
    CHECK_FALSE(has(*nvram.read("master-key"), "topsecret"));
}

TEST_CASE("the master key outlives a reload, and a configuration moves to a router with the same one", "[secrets]") {
    MemoryNvram nvram;
    std::string text;
    {
        Keys keys(nvram);
        keys.set_master_key("masterkey1");
        keys.type("write memory\r");
        text = keys.running();
        keys.router->reload(keys.now);
        keys.type("\r");
        check_opened(keys.configuration());
        CHECK(keys.running() == text);
    }
    Keys again(nvram);
    CHECK(again.running() == text);
    check_opened(again.configuration());

    MemoryNvram other;
    Keys fresh(other, text);
    CHECK(fresh.running() == text);
    CHECK(fresh.configuration().isakmp.keys.front().key.key.empty());
    fresh.configure("key config-key password-encrypt masterkey1");
    check_opened(fresh.configuration());
    CHECK(fresh.running() == text);

    MemoryNvram third;
    Keys wrong(third, text);
    wrong.configure("key config-key password-encrypt masterkey2");
    CHECK(wrong.running() == text);
    CHECK(wrong.configuration().isakmp.keys.front().key.key.empty());
}

TEST_CASE("a configuration that names its master key is stored without it", "[secrets]") {
    MemoryNvram nvram;
    const Keys keys(nvram, "key config-key password-encrypt masterkey1\npassword encryption aes\n" + std::string{Keys::first_text});
    check_opened(keys.configuration());
    CHECK_FALSE(has(keys.running(), "globalkey"));
    CHECK(has(*nvram.read("startup-config"), "crypto isakmp key 6 "));
    CHECK_FALSE(has(*nvram.read("startup-config"), "masterkey1"));
}

TEST_CASE("the dialogue of the master key", "[secrets]") {
    MemoryNvram nvram;
    Keys keys(nvram);
    CHECK(has(keys.configure("key config-key password-encrypt"), "\nNew key: "));
    CHECK(keys.type("short\r") == "\n% Password must be at least 8 characters long\nR1(config)#");
    keys.type("key config-key password-encrypt\r");
    CHECK(keys.type("masterkey1\r") == "\nConfirm key: ");
    CHECK(keys.type("masterkey2\r") == "\n% Passwords do not match\nR1(config)#");
    CHECK_FALSE(keys.router->master_key().is_set());
    keys.type("key config-key password-encrypt\r" "masterkey1\r");
    CHECK(keys.type("masterkey1\r") == "\nR1(config)#");
    CHECK(keys.router->master_key().is("masterkey1"));
    CHECK(has(keys.type("key config-key password-encrypt\r"), "\nOld key: "));
    CHECK(keys.type("masterkey9\r") == "\n% Old key is not correct\nR1(config)#");
    keys.type("password encryption aes\r");
    const std::string before = keys.running();
    keys.type("key config-key password-encrypt masterkey2\r");
    CHECK(keys.type("masterkey1\r") == "\nR1(config)#");
    CHECK(keys.router->master_key().is("masterkey2"));
    CHECK(keys.running() != before);
    check_opened(keys.configuration());
    SECTION("deletion warns, and leaves what is sealed") {
        const std::string sealed = keys.running();
        CHECK(has(keys.type("no key config-key password-encrypt\r"),
                  "\nWARNING: All type 6 encrypted keys will become unusable\nContinue with master key deletion ? [yes/no]: "));
        keys.type("no\r");
        CHECK(keys.router->master_key().is_set());
        keys.type("no key config-key password-encrypt\r" "yes\r");
        CHECK_FALSE(keys.router->master_key().is_set());
        CHECK(keys.running() == sealed);
        CHECK(keys.configuration().isakmp.keys.front().key.key.empty());
    }
}

TEST_CASE("a power failure between a new master key and write memory loses no key", "[secrets]") {
    MemoryNvram nvram;
    {
        Keys keys(nvram);
        keys.set_master_key("masterkey1");
        keys.type("write memory\r");
        keys.configure("key config-key password-encrypt masterkey2");
        keys.type("masterkey1\r");
        CHECK(keys.router->master_key().is("masterkey2"));
    }
    Keys again(nvram);
    check_opened(again.configuration());
    CHECK(again.router->master_key().has_older());
    again.type("write memory\r");
    CHECK_FALSE(again.router->master_key().has_older());
    const Keys last(nvram);
    check_opened(last.configuration());
}

TEST_CASE("a master key that NVRAM does not take is not in force", "[secrets]") {
    MemoryDisk disk;
    DirectoryNvram nvram("/tmp", disk);
    MasterKey key;
    for (int call = 1;; ++call) {
        disk.calls = 0;
        disk.fail_at = call;
        if (key.set("masterkey1", nvram)) break;
        CHECK_FALSE(key.is_set());
        REQUIRE(call < 20);
    }
    CHECK(key.is("masterkey1"));
    MasterKey loaded;
    loaded.load(nvram);
    CHECK(loaded.is("masterkey1"));
}

TEST_CASE("a tunnel works with keys of type 6, and without their master key it does not", "[secrets]") {
    TunnelLab lab;
    lab.lab.boot();
    lab.configure("R1", {"password encryption aes", "key config-key password-encrypt masterkey1"});
    CHECK(has(lab.lab.find("R1")->running_configuration(), "pre-shared-key local 6 "));
    CHECK(lab.rests_with({1, 0, 1}));
    lab.configure("R1", {"no key config-key password-encrypt", "yes"});
    lab.command("R1", "clear crypto ikev2 sa");
    lab.lab.advance(std::chrono::seconds(60));
    CHECK(tunnel_state(lab.lab, "R1").ready == 0);
}
