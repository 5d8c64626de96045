// What a script has to do in an image that may be anybody's, as functions for bash: make a user known, install OS packages.

/**
 * `add_user NAME UID GID HOME`: makes the user known to the image whose root is the working directory, before all others: the image
 * may give the name another number, or the number another name.
 */
export const addUser = `
add_user() {
  mkdir -p etc
  grep -qs "^$1:[^:]*:$2:" etc/passwd || put_first "$1:x:$2:$3::$4:/bin/bash" etc/passwd
  grep -qs "^$1:[^:]*:$3:" etc/group || put_first "$1:x:$3:" etc/group
}
put_first() {
  rest=$(cat "$2" 2>/dev/null)
  printf '%s\\n' "$1" "$rest" >"$2"
}`;

/**
 * `install_packages NAME…`, with the image's own package manager and fresh lists; `apt_install NAME…` with the lists that are
 * there. `options` are further ones of apt-get.
 */
export const installPackages = `
options=()
apt_get() { DEBIAN_FRONTEND=noninteractive apt-get "\${options[@]}" -q "$@"; }
apt_install() { apt_get -y --no-install-recommends install -- "$@"; }
install_packages() {
  if command -v apt-get >/dev/null; then apt_get update && apt_install "$@"
  elif command -v dnf >/dev/null; then dnf -y install -- "$@"
  elif command -v yum >/dev/null; then yum -y install -- "$@"
  else
    echo "E: the image has neither apt-get nor dnf nor yum" >&2; return 100
  fi
}`;
