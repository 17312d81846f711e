import { expect } from "vitest"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import type { Change } from "./crash-changes"
import { differenceFromHelm, endingsByOperation } from "./helm-differences"

/**
 * Expects that nothing is pending, Slipway matches `helm history`, and the outcome of the change is recorded exactly
 * once.
 */
export async function expectConverged(context: HelmContext, change: Change): Promise<void> {
  expect(await differenceFromHelm(context, change.releaseId), JSON.stringify(change)).toBeNull()
  const endings = await endingsByOperation()
  expect(endings.get(change.operationId) ?? [], JSON.stringify(change)).toHaveLength(1)
}
