# Sourced by tests/run: Debian packages that the tests need.

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

missing_of() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || echo "$package"
    done
}

install_missing() {
    local missing
    mapfile -t missing < <(missing_of "$@")
    [ ${#missing[@]} -eq 0 ] && return 0
    echo "Installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
}

# Daemons of these packages are run by the tests in namespaces of their own, never by the system.
install_without_starting() {
    local policy=/usr/sbin/policy-rc.d made=0
    [ -n "$(missing_of "$@")" ] || return 0
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' > $policy && chmod +x $policy && made=1
    fi
    install_missing "$@"
    [ $made -eq 1 ] && rm -f $policy
    return 0
}

# A package's files in DIRECTORY/PACKAGE: for what cannot be installed beside others.
unpack_beside() {
    local package=$1 directory=$2
    [ -d "$directory/$package" ] && return 0
    mkdir -p "$directory/download" && (cd "$directory/download" && apt-get download -qq "$package" 2> /dev/null)
    dpkg -x "$directory"/download/"$package"_*.deb "$directory/$package.new" && mv "$directory/$package.new" "$directory/$package"
    rm -rf "$directory/download"
}
