#include <catch2/catch.hpp>

#include "ike/payload/message.h"
#include "tests/ike/payload_samples.h"

using namespace ike;

namespace {

/// Notes the walk as text: "label=value(name)", substructures in brackets.
class Notes final : public FieldVisitor {
public:
    void field(const FieldView& view) override {
        text += std::string(view.label) + "=" + value_of(view);
        if (!view.name.empty()) text += "(" + std::string(view.name) + ")";
        text += " ";
    }
    void begin(std::string_view label, std::size_t index, std::size_t count) override {
        text += "[" + std::string(label) + " " + std::to_string(index) + "/" + std::to_string(count) + " ";
    }
    void end(std::string_view) override { text += "] "; }

    std::string text;

private:
    static std::string value_of(const FieldView& view) {
        if (view.kind == FieldKind::address) return config::IpAddress::from_bytes(view.octets).text();
        return view.kind == FieldKind::octets ? "<" + std::to_string(view.width) + ">" : std::to_string(view.value);
    }
};

std::string walked(const Payload& payload) {
    Notes notes;
    walk_fields(payload, notes);
    return notes.text;
}

}  // namespace

TEST_CASE("the walk of an SA payload gives the dump's fields in order") {
    const auto sa = samples::proposal(
        ProtocolId::IKE, {},
        {Transform::of(EncryptionId::TRIPLE_DES), Transform::of(EncryptionId::AES_CBC, std::uint16_t{128}),
         Transform::of(DhGroupId::modp1024)});
    CHECK(
        walked(sa) ==
        "[proposal 0/1 last proposal=0 reserved=0 length=36 Proposal=1 Protocol id=1(IKE) SPI size=0 #trans=3 "
        "[transform 0/3 last transform=3 reserved=0 length=8 type=1(ENCR) reserved=0 id=3(3DES) ] "
        "[transform 1/3 last transform=3 reserved=0 length=12 type=1(ENCR) reserved=0 id=12(AES-CBC) key length=128 ] "
        "[transform 2/3 last transform=0 reserved=0 length=8 type=4(DH) reserved=0 "
        "id=2(DH_GROUP_1024_MODP/Group 2) ] ] ");
}

TEST_CASE("the walk of the other payloads of the documented dump") {
    CHECK(walked(samples::key_exchange()) == "DH group=2(DH_GROUP_1024_MODP/Group 2) Reserved=0 Key=<128> ");
    CHECK(walked({PayloadType::IDi, samples::address_id()}) ==
          "Id type=1(IPv4 address) Reserved=0 Reserved=0 data=<4> ");
    CHECK(walked(AuthPayload{AuthMethod::PSK, Bytes(20), {}}) == "Auth method=2(PSK) reserved=0 reserved=0 data=<20> ");
    CHECK(walked(samples::notify(NotifyType::SET_WINDOW_SIZE, 4)) ==
          "Security protocol id=0(IKE) spi size=0 type=16385(SET_WINDOW_SIZE) data=<4> ");
    CHECK(walked({PayloadType::TSi, samples::any_selector()}) ==
          "Num of TSs=1 reserved=0 reserved=0 [TS 0/1 TS type=7(TS_IPV4_ADDR_RANGE) proto id=0 length=16 "
          "start port=0 end port=65535 start addr=0.0.0.0 end addr=255.255.255.255 ] ");
    CHECK(walked(CertRequestPayload{CertEncoding::HASH_AND_URL_X509, Bytes(100)}) ==
          "Cert encoding=12(Hash and URL of PKIX) data=<100> ");
    CHECK(walked(EapPayload{EapCode::request, 59, {1}}) == "Code=1(request) id=59 length=5 data=<1> ");
    const std::string config = walked(samples::config_request());
    CHECK(config.find("cfg type=1(CFG_REQUEST) reserved=0 reserved=0 [attribute 0/11 attrib type=3(internal IP4 DNS) "
                      "length=0 ] ") == 0);
    CHECK(config.find("attrib type=7(application version) length=257 value=<257> ") != std::string::npos);
    CHECK(config.find("attrib type=28675 length=0 ") != std::string::npos);
}
