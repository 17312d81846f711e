import { manifestObjects } from "@/lib/masking/manifest-documents"
import { writeYaml } from "@/lib/yaml/write-yaml"
import { diffRevisions, type Side } from "./diff-revisions"
import { isKept } from "./footprint"
import type { RevisionDiff } from "./schema"

/** `kept`: what is left of `before` after an uninstall. */
export type Compared = { before: Side | null; after: Side | null | "kept" }

/** What changes from one revision to another, in a worker thread. */
export default function diffRevisionsTask({ before, after }: Compared): RevisionDiff {
  if (after !== "kept") return diffRevisions(before, after)
  if (before === null) return diffRevisions(null, null)
  const withoutHooks = { ...before, hooks: "" }
  return diffRevisions(withoutHooks, { values: {}, manifest: keptOf(before.manifest), hooks: "" })
}

const keptOf = (manifest: string) =>
  manifestObjects(manifest)
    .filter(isKept)
    .map((object) => writeYaml(object))
    .join("---\n")
