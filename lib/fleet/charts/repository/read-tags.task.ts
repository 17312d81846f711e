import { z } from "zod"
import { isVersion } from "@/lib/platform/semver/tag"
import { type ListedVersion, maxVersions, writePages } from "./listing"
import { tagOf, versionOfTag } from "./oci-reference"

const tagsSchema = z.object({ tags: z.array(z.string()).nullish() })

type Tags = { bytes: Uint8Array; name: string }

/** Parses a registry's list of tags in a worker thread; null when invalid. Never throws. */
export default function readTagsTask({ bytes, name }: Tags): { pages: string[] } | null {
  try {
    const { tags } = tagsSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")))
    return { pages: writePages((tags ?? []).slice(0, maxVersions).flatMap((tag) => toListed(name, tag))) }
  } catch {
    return null
  }
}

/** Tags that are not versions, such as those of signatures, are not charts. */
function toListed(name: string, tag: string): ListedVersion[] {
  const version = versionOfTag(tag)
  if (!isVersion(version) || tagOf(version) !== tag) return []
  const unknown = { appVersion: null, description: null, icon: null, createdAt: null, digest: null }
  return [{ name, version, ...unknown, deprecated: false, location: tag }]
}
