import { strictMasker } from "@/lib/fleet/releases/mask-record"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import type { Masker } from "@/lib/kube/masking/masker"
import type { Work } from "./work"

/** Masks messages about a change that made no revision: hides both the requested and the previous values. */
export function maskerBefore({ request, chart, mask, release }: Work): Masker {
  const given = "values" in request ? request.values : {}
  return strictMasker(chart, mask, given, unsealValues(release.sealedValues))
}
