import { isVersion } from "@/lib/platform/semver/tag"

type NamedVersion = { imageTag?: string; artifactDigest?: string }

/**
 * The version that an image or artifact names: its tag, or else its digest in the form of a tag. Registries store the `+`
 * of semantic version build metadata as `_`, and digests as `sha256-…`.
 */
function versionOf(tag: string | undefined, digest: string | undefined): NamedVersion {
  const artifactDigest = /^sha256:[0-9a-f]{64}$/.test(digest ?? "") ? digest : undefined
  const imageTag = tag?.replaceAll("+", "_") ?? artifactDigest?.replace(":", "-")
  return { ...(imageTag && { imageTag }), ...(artifactDigest && { artifactDigest }) }
}

const maxTag = 128

/** The version that a Git ref names, as a tag: `feature-x` of `refs/heads/feature/x`, as container tools write it. */
export function readRef(ref: string): { imageTag: string; gitBranch?: string } {
  const name = ref.replace(/^refs\/(?:heads|tags)\//, "")
  const imageTag = name
    .replaceAll("+", "_")
    .replaceAll(/[^\w.-]/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, maxTag)
  const isBranch = !ref.startsWith("refs/tags/") && !isVersion(name) && !/^(?:[0-9a-f]{7,64})?$/.test(name)
  return { imageTag, ...(isBranch && { gitBranch: name }) }
}

/** The version of an image such as `registry.example.com:5000/shop:v1@sha256:…`. */
export function readImageReference(reference: string): NamedVersion {
  const [name = "", digest] = reference.split("@", 2)
  return versionOf(/:([^:/]+)$/.exec(name)?.[1], digest)
}

/** The version of `pkg:oci/shop@…?tag=v1`: its tag, or else its version. https://github.com/package-url/purl-spec */
export function readPackageUrl(url: string): NamedVersion {
  if (!url.startsWith("pkg:")) return readImageReference(url)
  const [, encoded, qualifiers] = /^pkg:[^@?#]*(?:@([^?#]*))?(?:\?([^#]*))?/.exec(url) ?? []
  const version = decode(encoded ?? "")
  const tag = new URLSearchParams(qualifiers).get("tag") || undefined
  return versionOf(tag ?? (version?.startsWith("sha256:") ? undefined : version), version)
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text) || undefined
  } catch {
    return undefined
  }
}
