import { expect, it } from "vitest"
import { shortTag } from "@/components/ledger/deployments/short-tag"
import { versionJump } from "@/components/ui/version-change"

it("versionJump returns the direction and the most significant part", () => {
  expect(versionJump("v1.2.3", "v2.0.0")).toEqual({ direction: "up", size: "major" })
  expect(versionJump("1.2.3", "1.2.2")).toEqual({ direction: "down", size: "patch" })
})

it("versionJump returns null for versions that cannot be ordered", () => {
  expect(versionJump("release-7f3", "v1.0.0")).toBeNull()
  expect(versionJump("v1.0.0", "v1.0.0")).toBeNull()
})

it("shortTag abbreviates a tag that is a full hash and keeps every other", () => {
  expect(shortTag("98fb01cc292a1089bb92e1de884e534e21b671fe")).toBe("98fb01cc292a…")
  expect(shortTag("v2.1.0-abc1234")).toBe("v2.1.0-abc1234")
})
