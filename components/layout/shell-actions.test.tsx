import { screen, within } from "@testing-library/react"
import { SearchParamsContext } from "next/dist/shared/lib/hooks-client-context.shared-runtime"
import { expect, it, vi } from "vitest"
import { LiveProvider } from "@/components/layout/live"
import { navigation } from "@/components/layout/navigation"
import { ShellActions } from "@/components/layout/shell-actions"
import { FakeSource } from "@/tools/testing/fake-event-source"
import { renderUi } from "@/tools/testing/render-ui"

const items = navigation.flatMap((group) => group.items)

function renderShell() {
  vi.stubGlobal("EventSource", FakeSource)
  const user = { name: "Ada", email: "ada@example.test", role: "ADMIN" } as const
  return renderUi(
    <SearchParamsContext value={new URLSearchParams()}>
      <LiveProvider>
        <ShellActions user={user}>{null}</ShellActions>
      </LiveProvider>
    </SearchParamsContext>,
  )
}

it("g and a letter open each page", async () => {
  const { user, push } = renderShell()
  for (const { key } of items) await user.keyboard(`g${key}`)
  expect(push.mock.calls).toEqual(items.map(({ href }) => [href()]))
})

it("? lists the letter of each page, and ⌘K the page with its letter", async () => {
  const { user } = renderShell()
  await user.keyboard("?")
  const sheet = await screen.findByRole("dialog", { name: "Keyboard shortcuts" })
  const entries = [...sheet.querySelectorAll("dl > div")].map(({ textContent }) => textContent)
  expect(entries).toEqual(expect.arrayContaining(items.map(({ label, key }) => `${label}g${key}`)))
  await user.keyboard("{Escape}")
  expect(screen.queryByRole("dialog")).toBeNull()

  await user.keyboard("{Meta>}k{/Meta}")
  const palette = await screen.findByRole("dialog")
  for (const { label, key } of items) {
    const option = new RegExp(`${label}\\s*g\\s*${key}$`)
    expect(within(palette).getByRole("option", { name: option })).toBeTruthy()
  }
})
