import { strictMasker } from "@/lib/fleet/releases/mask-record"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import type { Masker } from "@/lib/kube/masking/masker"
import type { Work } from "./work"

/** For what is said of a change that made nothing: none of the values is repeated, neither the given nor those of before. */
export function maskerBefore({ request, chart, mask, release }: Work): Masker {
  const given = "values" in request ? request.values : {}
  return strictMasker(chart, mask, given, unsealValues(release.sealedValues))
}
