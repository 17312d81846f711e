import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Previewed, previewDigestOf, previewDigestSchema, requireAsPreviewed } from "./preview-digest"

const upgrade = (facts: Previewed["facts"]): Previewed => ({
  kind: "UPGRADE",
  facts: { releaseId: "a", baseRevision: [3, true], chartVersion: "1.2.0", ...facts },
})

function refusal(previewed: Previewed, now: Previewed) {
  try {
    requireAsPreviewed(previewDigestOf(previewed), now)
    return null
  } catch (error) {
    return error
  }
}

describe("a preview digest", () => {
  it("accepts the same change, regardless of the order of keys in its values", () => {
    const previewed = upgrade({ valuesOverride: { replicas: 3, image: { tag: "1", name: "web" } } })
    const now = upgrade({ valuesOverride: { image: { name: "web", tag: "1" }, replicas: 3 } })
    expect(refusal(previewed, now)).toBeNull()
  })

  it("names all differences in one sentence", () => {
    const previewed = upgrade({ valuesOverride: { replicas: 3 }, timeout: 300 })
    const now = upgrade({ valuesOverride: { replicas: 9 }, timeout: 60, baseRevision: [4, true] })
    expect(refusal(previewed, now)).toMatchObject({
      message:
        "The change no longer matches its preview. Different: the revision it starts from, the values, and the timeout. Preview it again.",
      details: {
        code: "preview_outdated",
        extra: { differs: ["baseRevision", "valuesOverride", "timeout"] },
      },
    })
  })

  it("names a single difference", () => {
    const [previewed, now] = [3, 9].map((replicas) => upgrade({ valuesOverride: { replicas } }))
    expect(previewed && now && refusal(previewed, now)).toMatchObject({
      message: "The change no longer matches its preview. Different: the values. Preview it again.",
    })
  })

  it("rejects another kind of change", () => {
    expect(refusal(upgrade({}), { ...upgrade({}), kind: "ROLLBACK" })).toMatchObject({
      details: { extra: { differs: ["releaseId", "baseRevision", "chartVersion"] } },
    })
  })

  it("differs whenever a value differs, and never contains the value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [first, second] = [one, other].map((value) => upgrade({ valuesOverride: { value } }))
        if (first === undefined || second === undefined) throw new Error("Expected two digests.")
        const isSame = JSON.stringify(one) === JSON.stringify(other)
        if (!isSame && refusal(first, second) === null) expect(one).toEqual(other)
        expect(previewDigestSchema.safeParse(previewDigestOf(first)).success).toBe(true)
      }),
    )
    const secret = "a-very-secret-value"
    expect(previewDigestOf(upgrade({ valuesOverride: { secret } }))).not.toContain(secret)
  })

  it("is rejected as a field error when it is malformed", () => {
    const parsed = previewDigestSchema.safeParse("sha256:0123")
    expect(parsed.error?.issues[0]?.message).toBe("Expected the previewDigest returned by a preview.")
  })
})
