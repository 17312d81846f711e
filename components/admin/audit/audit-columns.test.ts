import { expect, it } from "vitest"
import { detailLine } from "./audit-columns"

it("the details of an entry start with readable values and omit empty ones", () => {
  const detail = { operationId: "01a2", namespace: "tenant-acme", revision: 1, error: null, values: ["a"] }
  expect(detailLine(detail)).toBe('namespace tenant-acme, revision 1, values ["a"], operationId 01a2')
})
