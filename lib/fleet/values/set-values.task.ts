import { isUnchangedBy, type KeyPath, type Values } from "@/lib/fleet/releases/merge-values"
import { unseal } from "@/lib/platform/seal"

type Input = {
  /** Values of releases, sealed. */
  sealed: readonly string[]
  override: Values
  reset: readonly KeyPath[]
  keys: readonly Uint8Array[]
}

/** For each release, whether merging these values over its own, after the resets, changes nothing. */
export default function setValuesTask({ sealed, override, reset, keys }: Input): boolean[] {
  return sealed.map((text) => isUnchangedBy(override, JSON.parse(unseal(text, keys)), reset))
}
