import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { afterEach, expect, it, vi } from "vitest"
import { RollbackDialog } from "@/components/ledger/deployments/rollback-dialog"
import { aDeployment } from "@/tools/testing/a-deployment"

afterEach(() => vi.unstubAllGlobals())

it("asks for a reason where only spaces were entered, and sends nothing", async () => {
  const fetched = vi.fn(() => Promise.resolve(new Response("{}", { status: 503 })))
  vi.stubGlobal("fetch", fetched)
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RollbackDialog deployment={aDeployment()} open onOpenChange={() => undefined} />
    </QueryClientProvider>,
  )
  const reason = await screen.findByLabelText("Reason")
  await userEvent.type(reason, "   ")
  await userEvent.click(screen.getByRole("button", { name: "Mark as rolled back" }))
  expect(await screen.findByText("Enter a reason.")).toBeTruthy()
  expect(reason.getAttribute("aria-invalid")).toBe("true")
  expect(fetched).not.toHaveBeenCalled()
  await userEvent.type(reason, "It failed its health checks.")
  await userEvent.click(screen.getByRole("button", { name: "Mark as rolled back" }))
  expect(fetched).toHaveBeenCalled()
})
