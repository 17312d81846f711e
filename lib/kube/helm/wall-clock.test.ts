import { expect, test } from "vitest"
import { unstoppableSeconds, wallClockSeconds } from "@/lib/kube/helm/wall-clock"

test("an install or upgrade has time for every wait, and the way back where that was asked for", () => {
  expect(wallClockSeconds({ timeoutSeconds: 300 })).toBeGreaterThan(2 * 300)
  expect(wallClockSeconds({ timeoutSeconds: 300, atomic: true })).toBeGreaterThan(3 * 300)
})

test("a rollback or an uninstall is not killed while its hooks take their time one after the other", () => {
  const hooks = 12
  expect(unstoppableSeconds({ timeoutSeconds: 300 })).toBeGreaterThan((hooks + 1) * 300)
})
