import { manifestObjects } from "@/lib/kube/masking/manifest-documents"
import { writeYaml } from "@/lib/platform/yaml/write-yaml"
import { diffRevisions } from "./diff-revisions"
import { isKept } from "./footprint"
import type { RevisionDiff } from "./revision-schema"
import { type Openable, openRevision } from "./sealed-values"

/** `kept`: the resources of `before` that remain after an uninstall. */
export type Compared = { before: Openable | null; after: Openable | null | "kept" }

/** Computes the differences between two revisions in a worker thread. */
export default function diffRevisionsTask(compared: Compared): RevisionDiff {
  const { after } = compared
  const before = compared.before === null ? null : openRevision(compared.before)
  if (after !== "kept") return diffRevisions(before, after === null ? null : openRevision(after))
  if (before === null) return diffRevisions(null, null)
  const withoutHooks = { ...before, hooks: "" }
  return diffRevisions(withoutHooks, { values: {}, manifest: keptOf(before.manifest), hooks: "" })
}

const keptOf = (manifest: string) =>
  manifestObjects(manifest)
    .filter(isKept)
    .map((object) => writeYaml(object))
    .join("---\n")
