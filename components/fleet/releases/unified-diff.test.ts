import { describe, expect, it } from "vitest"
import { readUnifiedDiff } from "@/components/fleet/releases/unified-diff"

const diff = `--- a
+++ b
@@ -1,3 +1,3 @@
 replicaCount: 1
-image: one
+image: two
 port: 80
@@ -10,2 +10,3 @@
 end: 1
+--- not a head
\\ No newline at end of file
`

describe("readUnifiedDiff", () => {
  it("returns lines with their numbers in both texts, without file headers", () => {
    expect(readUnifiedDiff(diff).map((line) => [line.kind, line.before, line.after, line.text])).toEqual([
      ["same", 1, 1, "replicaCount: 1"],
      ["removed", 2, null, "image: one"],
      ["added", null, 2, "image: two"],
      ["same", 3, 3, "port: 80"],
      ["gap", null, null, ""],
      ["same", 10, 10, "end: 1"],
      ["added", null, 11, "--- not a head"],
    ])
  })

  it("returns no lines for two equal texts", () => {
    expect(readUnifiedDiff("")).toEqual([])
  })
})
