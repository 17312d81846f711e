import { screen } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import { Combobox } from "@/components/ui/combobox"
import { renderUi } from "@/tools/testing/render-ui"

const options = [
  { value: "a", label: "alpha" },
  { value: "b", label: "beta", keywords: ["second"] },
  { value: "c", label: "gamma" },
]

async function open(more: Partial<Parameters<typeof Combobox>[0]> = {}) {
  const onValueChange = vi.fn()
  const { user } = renderUi(
    <Combobox label="Chart" value="" none="All charts" {...{ options, onValueChange, ...more }} />,
  )
  const button = screen.getByRole("combobox", { name: /^Chart: / })
  await user.click(button)
  return { user, button, onValueChange }
}

const optionTexts = () => screen.queryAllByRole("option").map((option) => option.textContent)

describe("Combobox", () => {
  it("filters its options by label and keyword and selects the first match with Enter", async () => {
    const { user, onValueChange } = await open()
    await user.type(await screen.findByRole("combobox", { name: "Chart" }), "second")
    expect(optionTexts()).toEqual(["beta"])
    await user.keyboard("{Enter}")
    expect(onValueChange).toHaveBeenCalledExactlyOnceWith("b")
    expect(screen.queryByRole("listbox")).toBeNull()
  })

  it("moves through the options with the arrow keys, and wraps around at the end", async () => {
    const { user, onValueChange } = await open({ none: undefined })
    const field = await screen.findByRole("combobox", { name: "Chart" })
    await user.click(field)
    await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}{Enter}")
    expect(onValueChange).toHaveBeenCalledExactlyOnceWith("c")
  })

  it("offers an empty option when it has a label", async () => {
    const { user, onValueChange } = await open({ value: "a" })
    await user.click(await screen.findByRole("option", { name: "All charts" }))
    expect(onValueChange).toHaveBeenCalledExactlyOnceWith("")
  })

  it("shows that nothing matches and selects nothing with Enter", async () => {
    const { user, onValueChange } = await open()
    await user.type(await screen.findByRole("combobox", { name: "Chart" }), "omega{Enter}")
    expect(screen.getByRole("status").textContent).not.toBe("")
    expect(onValueChange).not.toHaveBeenCalled()
  })

  it("closes with Escape without a selection", async () => {
    const { user, onValueChange } = await open()
    await screen.findByRole("listbox")
    await user.keyboard("{Escape}")
    expect(screen.queryByRole("listbox")).toBeNull()
    expect(onValueChange).not.toHaveBeenCalled()
  })

  it("shows a failed read with a retry instead of an empty list", async () => {
    const refetch = vi.fn()
    const error = new Error("The repository is unreachable.")
    const { user } = await open({
      options: [],
      read: { error, isPending: false, isFetching: false, refetch },
    })
    expect(await screen.findByText(/The repository is unreachable/)).toBeTruthy()
    await user.click(screen.getByRole("button", { name: /again|retry/i }))
    expect(refetch).toHaveBeenCalledOnce()
  })
})
