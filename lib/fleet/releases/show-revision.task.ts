import { showMasked, showMaskedIn } from "@/lib/kube/masking/mask"
import { type MaskedRevision, type Openable, openRevision } from "./sealed-values"

export type ShownRevision = {
  values: MaskedRevision["values"]
  /** Includes the hooks. */
  manifest: string
  notes: string | null
}

export default function showRevision(revision: Openable): ShownRevision {
  const { values, manifest, hooks, notes } = openRevision(revision)
  return {
    values: showMaskedIn(values),
    manifest: showMasked([manifest, hooks].filter((part) => part !== "").join("---\n")),
    notes: notes === "" ? null : showMasked(notes),
  }
}
