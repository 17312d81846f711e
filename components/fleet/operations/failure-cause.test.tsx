import { screen } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { FailureCause } from "@/components/fleet/operations/failure-cause"
import type { Cause } from "@/lib/fleet/operations/cause"
import { renderUi } from "@/tools/testing/render-ui"

const objectOf = (name: string, message: string): Cause["objects"][number] => ({
  kind: "Deployment",
  name,
  namespace: "tenant-acme",
  reason: "image_pull",
  message,
})

const cause: Cause = {
  summary: "Deployment web cannot pull the image web:broken: the image was not found.",
  reason: "image_pull",
  objects: [objectOf("web", "0/1 ready: web:broken"), objectOf("worker", "0/2 ready: worker:broken")],
}

const fullError = () =>
  [...(screen.getByText("Full error").closest("details")?.querySelectorAll("p") ?? [])].map(
    ({ textContent }) => textContent,
  )

describe("The cause of a failure", () => {
  it("repeats the message of each object in the full error, because its own line may be cut", () => {
    renderUi(<FailureCause cause={cause} error="context deadline exceeded" />)
    expect(fullError()).toEqual([
      "context deadline exceeded",
      "Deployment web: 0/1 ready: web:broken",
      "Deployment worker: 0/2 ready: worker:broken",
    ])
  })

  it("says nothing twice that the error or the log contains", () => {
    const error = "Not ready: Deployment web: 0/1 ready: web:broken"
    renderUi(<FailureCause cause={cause} error={error} lines={["worker: 0/2 ready: worker:broken"]} />)
    expect(fullError()).toEqual([error, "worker: 0/2 ready: worker:broken"])
  })
})
