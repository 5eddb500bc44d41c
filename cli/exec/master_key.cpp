#include "cli/exec/master_key.h"

#include <string_view>

#include "cli/exec/exec.h"
#include "cli/exec/save.h"
#include "cli/router/master_key.h"
#include "config-model/language/words.h"

namespace cli {

namespace {

std::string_view text_of(const config::Secret& secret) {
    return {reinterpret_cast<const char*>(secret.reveal().data()), secret.size()};
}

/// The sentences of this dialogue.
constexpr std::string_view too_short = "% Password must be at least 8 characters long\n";
constexpr std::string_view too_long = "% Password must be at most 127 characters long\n";
constexpr std::string_view no_match = "% Passwords do not match\n";
constexpr std::string_view wrong_old_key = "% Old key is not correct\n";
constexpr std::string_view none_set = "% No configuration key is configured\n";
constexpr std::string_view warning = "WARNING: All type 6 encrypted keys will become unusable\n";

void store(Exec& exec, std::optional<std::string_view> key) {
    const FileOutcome outcome = exec.ports().set_master_key(key, exec.now());
    if (!outcome) print_file_error(exec, "nvram:private-config", outcome);
}

class SetMasterKey final : public Task {
public:
    explicit SetMasterKey(config::Secret key) : key_(std::move(key)), asks_new_(key_.empty()) {}

    void start(Exec& exec) override {
        if (!asks_new_ && !is_good(exec, text_of(key_))) return exec.finish();
        asking_ = exec.ports().master_key().is_set() ? Asking::old_key : Asking::new_key;
        ask(exec);
    }

    void answer(Exec& exec, std::string_view text) override {
        switch (asking_) {
            case Asking::old_key: return take_old(exec, text);
            case Asking::new_key: return take_new(exec, text);
            case Asking::confirmation: return take_confirmation(exec, text);
        }
    }

private:
    enum class Asking : std::uint8_t { old_key, new_key, confirmation };

    void ask(Exec& exec) {
        if (asking_ == Asking::old_key) return exec.ask({"Old key: ", Question::Kind::password});
        if (!asks_new_) return finish(exec);
        exec.ask({asking_ == Asking::new_key ? "New key: " : "Confirm key: ", Question::Kind::password});
    }
    void take_old(Exec& exec, std::string_view text) {
        if (!exec.ports().master_key().is(text)) return refuse(exec, wrong_old_key);
        asking_ = Asking::new_key;
        ask(exec);
    }
    void take_new(Exec& exec, std::string_view text) {
        if (!is_good(exec, text)) return exec.finish();
        key_ = config::Secret::of_text(text);
        asking_ = Asking::confirmation;
        ask(exec);
    }
    void take_confirmation(Exec& exec, std::string_view text) {
        if (config::Secret::of_text(text) != key_) return refuse(exec, no_match);
        finish(exec);
    }
    static bool is_good(Exec& exec, std::string_view key) {
        if (key.size() < MasterKey::shortest) return exec.fail(too_short), false;
        if (key.size() > MasterKey::longest) return exec.fail(too_long), false;
        return true;
    }
    static void refuse(Exec& exec, std::string_view why) {
        exec.fail(why);
        exec.finish();
    }
    void finish(Exec& exec) {
        store(exec, text_of(key_));
        exec.finish();
    }

    config::Secret key_;
    bool asks_new_;
    Asking asking_ = Asking::new_key;
};

class EraseMasterKey final : public Task {
public:
    void start(Exec& exec) override {
        if (exec.ports().master_key().is_set()) return ask(exec);
        exec.fail(none_set);
        exec.finish();
    }
    void answer(Exec& exec, std::string_view text) override {
        const bool yes = !text.empty() && config::is_abbreviation(text, "yes"), no = !text.empty() && config::is_abbreviation(text, "no");
        if (!yes && !no) return exec.print("% Please answer 'yes' or 'no'.\n"), exec.ask({question, Question::Kind::line});
        if (yes) store(exec, std::nullopt);
        exec.finish();
    }

private:
    static constexpr const char* question = "Continue with master key deletion ? [yes/no]: ";
    static void ask(Exec& exec) {
        exec.print(warning);
        exec.ask({question, Question::Kind::line});
    }
};

}  // namespace

std::unique_ptr<Task> make_master_key_dialogue(config::MasterKeyLine line) {
    if (line.kind == config::MasterKeyLine::Kind::erase) return std::make_unique<EraseMasterKey>();
    return std::make_unique<SetMasterKey>(std::move(line.key));
}

}  // namespace cli
