import { screen } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { Loaded } from "@/components/ui/loaded"
import { CardsSkeleton, FormSkeleton, GraphSkeleton, TableSkeleton } from "@/components/ui/skeletons"
import { renderUi } from "@/tools/testing/render-ui"

const pending = { data: undefined, error: null, refetch: () => undefined, isFetching: true }
const skeletons = {
  TableSkeleton: <TableSkeleton />,
  CardsSkeleton: <CardsSkeleton />,
  GraphSkeleton: <GraphSkeleton />,
  FormSkeleton: <FormSkeleton />,
  Loaded: (
    <Loaded read={pending} failure="Could not load it">
      {() => "loaded"}
    </Loaded>
  ),
}

describe("What is loading", () => {
  it.each(Object.entries(skeletons))("is announced by %s, which hides its shapes", (_, skeleton) => {
    const { container } = renderUi(skeleton)
    expect(container.firstElementChild?.getAttribute("aria-busy")).toBe("true")
    expect(screen.getByRole("status").textContent).toBe("Loading…")
    const shapes = [...container.querySelectorAll(".animate-breathe")]
    expect(shapes.length).toBeGreaterThan(0)
    expect(shapes.every((shape) => shape.getAttribute("aria-hidden") === "true")).toBe(true)
  })
})
