import { screen, waitFor } from "@testing-library/react"
import { expect, it } from "vitest"
import { ColumnLayoutsProvider } from "@/components/layout/column-layouts"
import { useColumnLayout } from "@/components/ui/columns"
import { changeLayout } from "@/components/ui/layouts"
import { renderUi } from "@/tools/testing/render-ui"

function Order() {
  const [{ order = [] }] = useColumnLayout("history")
  return <p>{order.join(", ")}</p>
}

it("column layouts belong to the user, and each change is saved after a pause", async () => {
  const { sent } = renderUi(
    <ColumnLayoutsProvider layouts={{ history: { order: ["tag", "status"] } }}>
      <Order />
    </ColumnLayoutsProvider>,
    { "*": { body: {} } },
  )
  expect(screen.getByText("tag, status")).toBeTruthy()
  changeLayout("history", { order: ["status"] })
  changeLayout("history", { order: ["status", "tag"] })
  expect(await screen.findByText("status, tag")).toBeTruthy()
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    method: "PUT",
    path: "/api/v1/users/me/layouts/history",
    body: { order: ["status", "tag"] },
  })
  changeLayout("history", null)
  await waitFor(() => expect(sent[1]).toMatchObject({ method: "DELETE" }))
})
