#!/bin/bash
# byHand.sh IMAGE APP BUILDPACK DROPLET: the same steps with the docker client and tar, as one would do them without this project.
set -euo pipefail
image=$1 app=$2 buildpack=$3 droplet=$4

container=$(docker create --network none "$image" sleep 3600)
trap 'docker rm --force "$container" >/dev/null' EXIT
docker start "$container" >/dev/null
in_container() { docker exec --interactive --user 2000:2000 "$container" "$@"; }

docker exec "$container" bash -c 'mkdir -p /tmp/app /tmp/buildpack /tmp/cache /tmp/droplet && chown 2000:2000 /tmp/app /tmp/buildpack /tmp/cache /tmp/droplet'
tar -C "$app" -c . | in_container tar -C /tmp/app -x
tar -C "$buildpack" -c . | in_container tar -C /tmp/buildpack -x
in_container /tmp/buildpack/bin/detect /tmp/app
in_container /tmp/buildpack/bin/compile /tmp/app /tmp/cache
in_container /tmp/buildpack/bin/release /tmp/app >/dev/null
in_container cp -a /tmp/app /tmp/droplet/app
in_container tar -C /tmp/droplet -czf /tmp/droplet.tgz .
docker cp "$container:/tmp/droplet.tgz" "$droplet" >/dev/null
