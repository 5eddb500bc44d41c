#include <catch2/catch.hpp>

#include "ike/crypto/diffie_hellman.h"
#include "ike/crypto/modp_groups.h"
#include "tests/ike/crypto_octets.h"

using namespace ike;

namespace {

/// Both parties of a published exchange.
struct Vector {
    DhGroupId group;
    std::string_view private_i;
    std::string_view public_i;
    std::string_view private_r;
    std::string_view public_r;
    std::string_view shared;
};

const Vector vectors[] = {
    // RFC 5903 §8.1
    {DhGroupId::ecp256, "C88F01F510D9AC3F70A292DAA2316DE544E9AAB8AFE84049C62A9C57862D1433",
     "DAD0B65394221CF9B051E1FECA5787D098DFE637FC90B9EF945D0C3772581180"
     "5271A0461CDB8252D61F1C456FA3E59AB1F45B33ACCF5F58389E0577B8990BB3",
     "C6EF9C5D78AE012A011164ACB397CE2088685D8F06BF9BE0B283AB46476BEE53",
     "D12DFB5289C8D4F81208B70270398C342296970A0BCCB74C736FC7554494BF63"
     "56FBF3CA366CC23E8157854C13C58D6AAC23F046ADA30F8353E74F33039872AB",
     "D6840F6B42F6EDAFD13116E0E12565202FEF8E9ECE7DCE03812464D04B9442DE"},
    // RFC 5903 §8.2
    {DhGroupId::ecp384,
     "099F3C7034D4A2C699884D73A375A67F7624EF7C6B3C0F160647B67414DCE655E35B538041E649EE3FAEF896783AB194",
     "667842D7D180AC2CDE6F74F37551F55755C7645C20EF73E31634FE72B4C55EE6DE3AC808ACB4BDB4C88732AEE95F41AA"
     "9482ED1FC0EEB9CAFC4984625CCFC23F65032149E0E144ADA024181535A0F38EEB9FCFF3C2C947DAE69B4C634573A81C",
     "41CB0779B4BDB85D47846725FBEC3C9430FAB46CC8DC5060855CC9BDA0AA2942E0308312916B8ED2960E4BD55A7448FC",
     "E558DBEF53EECDE3D3FCCFC1AEA08A89A987475D12FD950D83CFA41732BC509D0D1AC43A0336DEF96FDA41D0774A3571"
     "DCFBEC7AACF3196472169E838430367F66EEBE3C6E70C416DD5F0C68759DD1FFF83FA40142209DFF5EAAD96DB9E6386C",
     "11187331C279962D93D604243FD592CB9D0A926F422E47187521287E7156C5C4D603135569B9E9D09CF5D4A270F59746"},
    // RFC 5903 §8.3
    {DhGroupId::ecp521,
     "0037ADE9319A89F4DABDB3EF411AACCCA5123C61ACAB57B5393DCE47608172A095AA85A30FE1C2952C6771D937BA9777"
     "F5957B2639BAB072462F68C27A57382D4A52",
     "0015417E84DBF28C0AD3C278713349DC7DF153C897A1891BD98BAB4357C9ECBEE1E3BF42E00B8E380AEAE57C2D107564"
     "941885942AF5A7F4601723C4195D176CED3E"
     "017CAE20B6641D2EEB695786D8C946146239D099E18E1D5A514C739D7CB4A10AD8A788015AC405D7799DC75E7B7D5B6C"
     "F2261A6A7F1507438BF01BEB6CA3926F9582",
     "0145BA99A847AF43793FDD0E872E7CDFA16BE30FDC780F97BCCC3F078380201E9C677D600B343757A3BDBF2A3163E4C2"
     "F869CCA7458AA4A4EFFC311F5CB151685EB9",
     "00D0B3975AC4B799F5BEA16D5E13E9AF971D5E9B984C9F39728B5E5739735A219B97C356436ADC6E95BB0352F6BE64A6"
     "C2912D4EF2D0433CED2B6171640012D9460F"
     "015C68226383956E3BD066E797B623C27CE0EAC2F551A10C2C724D9852077B87220B6536C5C408A1D2AEBB8E86D678AE"
     "49CB57091F4732296579AB44FCD17F0FC56A",
     "01144C7D79AE6956BC8EDB8E7C787C4521CB086FA64407F97894E5E6B2D79B04D1427E73CA4BAA240A34786859810C06"
     "B3C715A3A8CC3151F2BEE417996D19F3DDEA"},
    // RFC 5114 appendix A.3
    {DhGroupId::modp2048_256, "0881382CDB87660C6DC13E614938D5B9C8B2F248581CC5E31B35454397FCE50E",
     "2E9380C8323AF97545BC4941DEB0EC3742C62FE0ECE824A6ABDBE66C59BEE0242911BFB967235CEBA35AE13E4EC752BE"
     "630B92DC4BDE2847A9C62CB8152745421FB7EB60A63C0FE9159FCCE726CE7CD8523D7450667EF840E4919121EB5F01C8"
     "C9B0D3D648A93BFB75689E8244AC134AF544711CE79A02DCC34226684780DDDCB498594106C37F5BC79856487AF5AB02"
     "2A2E5E42F09897C1A85A11EA0212AF04D9B4CEBC937C3C1A3E15A8A0342E337615C84E7FE3B8B9B87FB1E73A15AF12A3"
     "0D746E06DFC34F290D797CE51AA13AA785BF6658AFF5E4B093003CBEAF665B3C2E113A3A4E905269341DC0711426685F"
     "4EF37E868A8126FF3F2279B57CA67E29",
     "7D62A7E3EF36DE617B13D1AFB82C780D83A23BD4EE6705645121F371F546A53D",
     "575F0351BD2B1B817448BDF87A6C362C1E289D3903A30B9832C5741FA250363E7ACBC7F77F3DACBC1F131ADD8E03367E"
     "FF8FBBB3E1C5784424809B25AFE4D2262A1A6FD2FAB64105CA30A674E07F7809852088632FC049233791AD4EDD083A97"
     "8B883EE618BC5E0DD047415F2D95E683CF14826B5FBE10D3CE41C6C120C78AB20008C698BF7F0BCAB9D7F407BED0F43A"
     "FB2970F57F8D12043963E66DDD320D599AD9936C8F44137C08B180EC5E985CEBE186F3D549677E80607331EE17AF3380"
     "A725B0782317D7DD43F59D7AF9568A9BB63A84D365F92244ED120988219302F42924C7CA90B89D24F71B0AB697823D7D"
     "EB1AFF5B0E8E4A45D49F7F53757E1913",
     "86C70BF8D0BB81BB01078A17219CB7D27203DB2A19C877F1D1F19FD7D77EF22546A68F005AD52DC84553B78FC60330BE"
     "51EA7C0672CAC1515E4B35C047B9A551B88F39DC26DA14A09EF74774D47C762DD177F9ED5BC2F11E52C879BD95098504"
     "CD9EECD8A8F9B3EFBD1F008AC5853097D9D1837F2B18F77CD7BE01AF80A7C7B5EA3CA54CC02D0C116FEE3F95BB873993"
     "85875D7E86747E676E728938ACBFF7098E05BE4DCFB24052B83AEFFB14783F029ADBDE7F53FAE92084224090E007CEE9"
     "4D4BF2BACE9FFD4B57D2AF7C724D0CAA19BF0501F6F17B4AA10F425E3EA76080B4B9D6B3CEFEA115B2CEB8789BB8A3B0"
     "EA87FEBE63B6C8F846EC6DB0C26C5D7C"},
    // RFC 7748 §6.1
    {DhGroupId::curve25519, "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
     "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
     "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
     "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
     "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"},
};

config::Secret secret_of(std::string_view hex) { return config::Secret(from_hex(hex)); }

}  // namespace

TEST_CASE("published Diffie-Hellman exchanges") {
    DiffieHellman dh;
    for (const Vector& vector : vectors) {
        CAPTURE(static_cast<int>(vector.group));
        const DhKeyPair initiator = dh.from_private(vector.group, secret_of(vector.private_i));
        const DhKeyPair responder = dh.from_private(vector.group, secret_of(vector.private_r));
        CHECK(initiator.public_value == from_hex(vector.public_i));
        CHECK(responder.public_value == from_hex(vector.public_r));
        CHECK(copy_of(dh.shared_secret(initiator, responder.public_value).value()) == from_hex(vector.shared));
        CHECK(copy_of(dh.shared_secret(responder, initiator.public_value).value()) == from_hex(vector.shared));
    }
}

TEST_CASE("both ends of every group reach the same secret of the group's length") {
    DiffieHellman dh;
    auto random = random_number(1);
    for (const DhGroup& group : dh_groups()) {
        CAPTURE(name_of(group.id));
        const DhKeyPair a = dh.generate(group.id, random);
        const DhKeyPair b = dh.generate(group.id, random);
        CHECK(a.public_value.size() == group.public_size);
        CHECK(a.public_value != b.public_value);
        CHECK(a.private_key.size() == group.private_size);
        const auto left = dh.shared_secret(a, b.public_value);
        const auto right = dh.shared_secret(b, a.public_value);
        REQUIRE(left.has_value());
        CHECK(left->size() == group.secret_size);
        CHECK(*left == right.value());
    }
}

TEST_CASE("the same random octets give the same key pair") {
    for (const DhGroup& group : dh_groups()) {
        DiffieHellman one;
        DiffieHellman other;
        auto first = random_number(7);
        auto second = random_number(7);
        CHECK(one.generate(group.id, first).public_value == other.generate(group.id, second).public_value);
    }
}

TEST_CASE("primes are prime, and half of one less: the generator's order") {
    const BnContext context = new_bn_context();
    for (const DhGroup& group : dh_groups()) {
        if (group.kind != DhGroup::Kind::modp && group.kind != DhGroup::Kind::modp_subgroup) continue;
        CAPTURE(name_of(group.id));
        const ModpGroup modp(group, context.get());
        CHECK(static_cast<std::size_t>(BN_num_bits(modp.prime())) == 8 * group.public_size);
        CHECK(BN_check_prime(modp.prime(), context.get(), nullptr) == 1);
        if (group.kind == DhGroup::Kind::modp_subgroup) {
            CHECK(BN_check_prime(modp.order(), context.get(), nullptr) == 1);
            continue;
        }
        const BigNumber half(BN_new());
        REQUIRE(BN_rshift1(half.get(), modp.prime()) == 1);
        const BigNumber power(BN_new());
        REQUIRE(BN_mod_exp(power.get(), modp.generator(), half.get(), modp.prime(), context.get()) == 1);
        CHECK(BN_is_one(power.get()));
        // Longer ones take seconds.
        if (group.public_size <= 192) CHECK(BN_check_prime(half.get(), context.get(), nullptr) == 1);
    }
}

TEST_CASE("public values that RFC 6989 forbids are refused") {
    DiffieHellman dh;
    auto random = random_number(2);
    const BnContext context = new_bn_context();
    for (const DhGroup& group : dh_groups()) {
        CAPTURE(name_of(group.id));
        const DhKeyPair own = dh.generate(group.id, random);
        OctetVector zero(group.public_size);
        CHECK_FALSE(dh.shared_secret(own, zero));
        // every octet string of the right length is a value of curve25519
        const bool largest_accepted = dh.shared_secret(own, OctetVector(group.public_size, 0xff)).has_value();
        CHECK(largest_accepted == (group.kind == DhGroup::Kind::montgomery));
        OctetVector shorter = own.public_value;
        shorter.pop_back();
        CHECK_FALSE(dh.shared_secret(own, shorter));
        if (group.kind != DhGroup::Kind::modp && group.kind != DhGroup::Kind::modp_subgroup) continue;
        OctetVector one = zero;
        one.back() = 1;
        CHECK_FALSE(dh.shared_secret(own, one));
        OctetVector last = padded(ModpGroup(group, context.get()).prime(), group.public_size);
        last.back() = static_cast<std::uint8_t>(last.back() - 1);
        CHECK_FALSE(dh.shared_secret(own, last));
    }
}

TEST_CASE("a point off the curve and a value outside the subgroup are refused") {
    DiffieHellman dh;
    auto random = random_number(3);
    for (DhGroupId id : {DhGroupId::ecp256, DhGroupId::ecp384, DhGroupId::ecp521}) {
        const DhKeyPair own = dh.generate(id, random);
        OctetVector off = dh.generate(id, random).public_value;
        off.back() ^= 1;
        CHECK_FALSE(dh.shared_secret(own, off));
    }
    const DhKeyPair own = dh.generate(DhGroupId::modp2048_256, random);
    OctetVector two(256);
    two.back() = 2;
    CHECK_FALSE(dh.shared_secret(own, two));
}

TEST_CASE("unknown groups are not found") {
    CHECK(dh_group(DhGroupId::none) == nullptr);
    CHECK(dh_group(DhGroupId{22}) == nullptr);
    CHECK(dh_group(DhGroupId::modp2048)->public_size == 256);
}
