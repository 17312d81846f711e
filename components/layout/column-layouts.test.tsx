import { screen, waitFor } from "@testing-library/react"
import { expect, it } from "vitest"
import { ColumnLayoutsProvider } from "@/components/layout/column-layouts"
import { useColumnLayout } from "@/components/ui/columns"
import { renderUi } from "@/tools/testing/render-ui"

function Order() {
  const [{ order = [] }, setLayout] = useColumnLayout("history")
  const reverse = () => setLayout({ order: order.toReversed() })
  return (
    <>
      <p>{order.join(", ")}</p>
      <button type="button" onClick={reverse}>
        Reverse
      </button>
      <button type="button" onClick={() => setLayout(null)}>
        Reset
      </button>
    </>
  )
}

it("column layouts belong to the user, and each change is saved after a pause", async () => {
  const { sent, user } = renderUi(
    <ColumnLayoutsProvider loaded={{ history: { order: ["tag", "actor", "status"] } }}>
      <Order />
    </ColumnLayoutsProvider>,
    { "*": { body: {} } },
  )
  const reverse = screen.getByRole("button", { name: "Reverse" })
  await user.tripleClick(reverse)
  expect(screen.getByText("status, actor, tag")).toBeTruthy()
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    method: "PUT",
    path: "/api/v1/users/me/layouts/history",
    body: { order: ["status", "actor", "tag"] },
  })
  await user.click(screen.getByRole("button", { name: "Reset" }))
  await waitFor(() => expect(sent[1]).toMatchObject({ method: "DELETE" }))
})
