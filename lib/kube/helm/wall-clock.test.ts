import { expect, test } from "vitest"
import { unstoppableSeconds, wallClockSeconds } from "@/lib/kube/helm/wall-clock"

test("wallClockSeconds covers every wait, including an automatic rollback", () => {
  expect(wallClockSeconds({ timeoutSeconds: 300 })).toBeGreaterThan(2 * 300)
  expect(wallClockSeconds({ timeoutSeconds: 300, atomic: true })).toBeGreaterThan(3 * 300)
})

test("unstoppableSeconds covers many sequential hooks of a rollback or uninstall", () => {
  const hooks = 12
  expect(unstoppableSeconds({ timeoutSeconds: 300 })).toBeGreaterThan((hooks + 1) * 300)
})
