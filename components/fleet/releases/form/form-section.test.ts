import { expect, it } from "vitest"
import { timeoutHint } from "@/components/fleet/releases/form/form-section"

it("a timeout is explained in a complete sentence, from a minute on in larger units", () => {
  const start = "How long Helm waits for each resource and hook"
  expect(timeoutHint("300", "operation")).toBe(`${start} (5 m) before the operation fails.`)
  expect(timeoutHint("30", "release")).toBe(`${start} before the release fails.`)
  expect(timeoutHint("soon", "release")).toBe(`${start} before the release fails.`)
})
