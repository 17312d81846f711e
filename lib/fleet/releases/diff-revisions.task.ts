import { createTwoFilesPatch } from "diff"
import { identityOf, type ManifestObject, manifestObjects } from "@/lib/kube/masking/manifest-documents"
import { masked, showMasked } from "@/lib/kube/masking/mask"
import { writeYaml } from "@/lib/platform/yaml/write-yaml"
import { hasKeepPolicy } from "./footprint.task"
import type { ResourceChange, RevisionDiff } from "./revision-schema"
import { type MaskedRevision, type Openable, openRevision } from "./sealed-values"

/** `kept`: the resources of `before` that remain after an uninstall. */
type Compared = { before: Openable | null; after: Openable | null | "kept" }

export default function diffRevisionsTask(compared: Compared): RevisionDiff {
  const { after } = compared
  const before = compared.before === null ? null : openRevision(compared.before)
  if (after !== "kept") return diffRevisions(before, after === null ? null : openRevision(after))
  if (before === null) return diffRevisions(null, null)
  const withoutHooks = { ...before, hooks: "" }
  return diffRevisions(withoutHooks, { values: {}, manifest: survivingObjects(before.manifest), hooks: "" })
}

const survivingObjects = (manifest: string) =>
  manifestObjects(manifest)
    .filter(hasKeepPolicy)
    .map((object) => writeYaml(object))
    .join("---\n")

type Side = Pick<MaskedRevision, "values" | "manifest" | "hooks">
/** The maximum number of changed lines; the runtime is quadratic in it. */
const maxEdits = 2_000
const emptySide: Side = { values: {}, manifest: "", hooks: "" }

/** The result of `diffInThread`; takes seconds for megabytes. */
export function diffRevisions(before: Side | null, after: Side | null): RevisionDiff {
  const from = before ?? emptySide
  const to = after ?? emptySide
  return {
    values: diffTexts(valuesText(from), valuesText(to)),
    resources: [
      ...diffManifests(from.manifest, to.manifest, false),
      ...diffManifests(from.hooks, to.hooks, true),
    ],
  }
}

const valuesText = ({ values }: Side) =>
  Object.keys(values).length === 0 ? "" : writeYaml(values, { sortKeys: true })

function diffManifests(before: string, after: string, hook: boolean): ResourceChange[] {
  const from = byIdentity(before)
  const to = byIdentity(after)
  const names = [...new Set([...from.keys(), ...to.keys()])]
  return names.flatMap((name) => {
    const old = from.get(name)
    const added = to.get(name)
    const object = added ?? old
    if (object === undefined) return []
    const diff = diffTexts(textOf(old), textOf(added))
    const change =
      old === undefined ? "added" : added === undefined ? "removed" : diff === "" ? "unchanged" : "changed"
    return [{ change, ...identityOf(object), hook, diff }]
  })
}

function byIdentity(manifest: string): Map<string, ManifestObject> {
  return new Map(
    manifestObjects(manifest).map((object) => {
      const { apiVersion, kind, metadata } = object
      // The API version is ignored: an object keeps its identity across versions.
      const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : ""
      return [JSON.stringify([group, kind, metadata.namespace ?? "", metadata.name]), object]
    }),
  )
}

const textOf = (object: ManifestObject | undefined) =>
  object === undefined ? "" : writeYaml(object, { sortKeys: true })

/** The hunks of a unified diff, with masks as displayed; empty when the texts are equal. */
function diffTexts(before: string, after: string): string {
  if (before === after) return ""
  const patch = createTwoFilesPatch("", "", before, after, undefined, undefined, {
    context: 3,
    maxEditLength: maxEdits,
  })
  if (patch === undefined) return replaced(before, after)
  const hunks = patch.slice(Math.max(0, patch.indexOf("@@"))).replaceAll("\\ No newline at end of file\n", "")
  return markChanged(hunks.split("\n")).join("\n")
}

/** The diff of texts too different to compare: all lines replaced. */
function replaced(before: string, after: string): string {
  const [beforeLines, afterLines] = [before, after].map((text) => text.replace(/\n$/, "").split("\n"))
  const [removed = [], added = []] = [beforeLines, afterLines]
  const head = `@@ -1,${removed.length} +1,${added.length} @@`
  return [
    head,
    ...markChanged([...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)]),
    "",
  ].join("\n")
}

/** Lines that differ only in a secret look the same once masked, so the new one is marked as changed. */
function markChanged(lines: string[]): string[] {
  const removed = new Set(
    lines.filter((line) => line.startsWith("-")).map((line) => showMasked(line.slice(1))),
  )
  return lines.map((line) => {
    const visible = showMasked(line)
    if (!line.startsWith("+") || visible === line || !removed.has(visible.slice(1))) return visible
    return visible.replaceAll(masked, `${masked} (changed)`)
  })
}
