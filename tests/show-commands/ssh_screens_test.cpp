#include <catch2/catch.hpp>

#include "show-commands/system/ssh.h"

using show::TextWriter;

TEST_CASE("show ssh: each session in both directions", "[ssh]") {
    show::SshService service;
    TextWriter out;
    show::print_ssh(service, out);
    CHECK(out.take() == "%No SSHv2 server connections running.\n%No SSHv1 server connections running.\n");
    service.sessions[3] = {"admin", "aes256-ctr", "hmac-sha1"};
    show::print_ssh(service, out);
    CHECK(out.take() ==
          "Connection     Version Mode Encryption   Hmac          State                 Username\n"
          "3              2.0     IN   aes256-ctr   hmac-sha1     Session started       admin\n"
          "3              2.0     OUT  aes256-ctr   hmac-sha1     Session started       admin\n"
          "%No SSHv1 server connections running.\n");
}

TEST_CASE("show ip ssh", "[ssh]") {
    config::Configuration configuration;
    show::RouterView view{configuration};
    TextWriter out;
    show::print_ip_ssh(view, out);
    CHECK(out.take() ==
          "SSH Disabled - version 1.99\n"
          "%Please create RSA keys to enable SSH (and of atleast 768 bits for SSH v2).\n"
          "Authentication methods:publickey,keyboard-interactive,password\n"
          "Authentication timeout: 120 secs; Authentication retries: 3\n");
    configuration.system.ssh.version = 2;
    configuration.system.ssh.timeout_seconds = 60;
    configuration.system.hostname = "R1";
    show::SshService service;
    service.enabled = true;
    service.encryption = "aes128-ctr,aes256-ctr";
    service.macs = "hmac-sha1";
    service.host_key = std::string(70, 'A');
    view.ssh = &service;
    show::print_ip_ssh(view, out);
    CHECK(out.take() ==
          "SSH Enabled - version 2.0\n"
          "Authentication methods:publickey,keyboard-interactive,password\n"
          "Encryption Algorithms:aes128-ctr,aes256-ctr\n"
          "MAC Algorithms:hmac-sha1\n"
          "Authentication timeout: 60 secs; Authentication retries: 3\n"
          "Minimum expected Diffie Hellman key size : 2048 bits\n"
          "IOS Keys in SECSH format(ssh-rsa, base64 encoded): R1\n"
          "ssh-rsa " + std::string(64, 'A') + "\nAAAAAA\n");
}
