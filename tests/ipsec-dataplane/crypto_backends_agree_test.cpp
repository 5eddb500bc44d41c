#include <catch2/catch.hpp>

#include "tests/ipsec-dataplane/esp_fixture.h"

using namespace dataplane;
using namespace esp_fixture;

namespace {

constexpr std::size_t header = 24;
constexpr std::size_t longest = 1500;

/// One packet: a header that is authenticated, the encrypted region behind it, then the tag.
struct Sample {
    Bytes bytes;
    Bytes iv;
    Bytes aad;
};

Sample sample_of(Octets& random, const EspSuite& suite, std::size_t region) {
    return {random.bytes(header + region + icv_length(suite)), random.bytes(16), random.bytes(12)};
}

CryptoJob job_of(KeyContext* key, Sample& sample, const EspSuite& suite) {
    CryptoJob job;
    job.key = key;
    job.source = job.destination = sample.bytes.data() + header;
    job.length = static_cast<std::uint32_t>(sample.bytes.size() - header - icv_length(suite));
    job.iv = sample.iv.data();
    job.tag = sample.bytes.data() + header + job.length;
    const bool combined = is_combined_mode(suite.encryption);
    job.authenticated = combined ? sample.aad.data() : sample.bytes.data();
    job.authenticated_length = combined ? 12 : static_cast<std::uint32_t>(header) + job.length;
    return job;
}

void run(CryptoBackend& backend, KeyContext* key, std::vector<Sample>& samples, const EspSuite& suite, bool seal) {
    for (std::size_t start = 0; start < samples.size(); start += CryptoBackend::batch) {
        std::vector<CryptoJob> jobs;
        for (std::size_t i = start; i < samples.size() && jobs.size() < CryptoBackend::batch; ++i)
            jobs.push_back(job_of(key, samples[i], suite));
        seal ? backend.seal(jobs) : backend.open(jobs);
        for (const CryptoJob& job : jobs) REQUIRE(job.status == CryptoStatus::ok);
    }
}

std::unique_ptr<KeyContext> key_for(CryptoBackend& backend, const EspSuite& suite, CryptoDirection direction) {
    Octets keys(42);
    const config::Secret encryption(keys.bytes(encryption_key_length(suite)));
    return backend.make_key(suite, direction, encryption,
                            config::Secret(keys.bytes(integrity_key_length(suite.integrity))));
}

std::vector<Sample> samples_of(const EspSuite& suite) {
    Octets random(static_cast<std::uint64_t>(suite.key_bits) + 1);
    std::vector<Sample> samples;
    for (std::size_t length = 0; length <= longest;
         length += block_length(suite.encryption) == 4 ? 1 : block_length(suite.encryption))
        samples.push_back(sample_of(random, suite, length));
    return samples;
}

bool same(const std::vector<Sample>& a, const std::vector<Sample>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Sample& one, const Sample& two) { return one.bytes == two.bytes; });
}

}  // namespace

TEST_CASE("both backends give the same bytes for every suite and length", "[crypto]") {
    const auto openssl = make_openssl_backend(), ipsec_mb = make_ipsec_mb_backend();
    if (ipsec_mb == nullptr) {
        WARN("this machine runs one backend only");
        return;
    }
    for (const EspSuite& suite : all_suites()) {
        INFO(name_of(suite));
        const std::vector<Sample> plain = samples_of(suite);
        std::vector<Sample> one = plain, other = plain;
        run(*openssl, key_for(*openssl, suite, CryptoDirection::seal).get(), one, suite, true);
        run(*ipsec_mb, key_for(*ipsec_mb, suite, CryptoDirection::seal).get(), other, suite, true);
        REQUIRE(same(one, other));
        run(*openssl, key_for(*openssl, suite, CryptoDirection::open).get(), other, suite, false);
        run(*ipsec_mb, key_for(*ipsec_mb, suite, CryptoDirection::open).get(), one, suite, false);
        REQUIRE(same(one, other));
        for (std::size_t i = 0; i < plain.size(); ++i)
            REQUIRE(std::equal(plain[i].bytes.begin(), plain[i].bytes.end() - icv_length(suite), one[i].bytes.begin()));
    }
}

TEST_CASE("source and destination of a job may lie apart", "[crypto]") {
    for (const std::string& name : backend_names()) {
        const auto backend = choose_backend(name);
        for (const EspSuite& suite : all_suites()) {
            if (suite.encryption == Encryption::null) continue;
            INFO(name << " " << name_of(suite));
            Octets random(5);
            Sample in_place = sample_of(random, suite, 160);
            Sample apart = in_place;
            const Bytes source(in_place.bytes.begin() + header, in_place.bytes.begin() + header + 160);
            const auto key = key_for(*backend, suite, CryptoDirection::seal);
            std::array<CryptoJob, 2> jobs = {job_of(key.get(), in_place, suite), job_of(key.get(), apart, suite)};
            jobs[1].source = source.data();
            backend->seal(jobs);
            CHECK(in_place.bytes == apart.bytes);

            const auto open_key = key_for(*backend, suite, CryptoDirection::open);
            Bytes opened(160);
            CryptoJob job = job_of(open_key.get(), apart, suite);
            job.destination = opened.data();
            backend->open({&job, 1});
            CHECK(job.status == CryptoStatus::ok);
            CHECK(opened == source);
        }
    }
}

TEST_CASE("one bad tag in a batch does not touch its neighbours", "[crypto]") {
    for (const std::string& name : backend_names()) {
        const auto backend = choose_backend(name);
        for (const EspSuite& suite : all_suites()) {
            if (icv_length(suite) == 0) continue;
            INFO(name << " " << name_of(suite));
            Octets random(9);
            std::vector<Sample> samples;
            for (std::size_t i = 0; i < CryptoBackend::batch; ++i)
                samples.push_back(sample_of(random, suite, 32 + 16 * i));
            run(*backend, key_for(*backend, suite, CryptoDirection::seal).get(), samples, suite, true);
            samples[37].bytes.back() = static_cast<std::uint8_t>(samples[37].bytes.back() ^ 0x80);
            const auto key = key_for(*backend, suite, CryptoDirection::open);
            std::vector<CryptoJob> jobs;
            for (Sample& sample : samples) jobs.push_back(job_of(key.get(), sample, suite));
            backend->open(jobs);
            for (std::size_t i = 0; i < jobs.size(); ++i)
                CHECK(jobs[i].status == (i == 37 ? CryptoStatus::authentication_failed : CryptoStatus::ok));
        }
    }
}
