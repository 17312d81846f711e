import { render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { expect, it, vi } from "vitest"
import { Combobox } from "@/components/ui/combobox"

const options = [
  { value: "a", label: "alpha" },
  { value: "b", label: "beta", keywords: ["second"] },
]

it("filters its options by label and keyword, and selects with Enter", async () => {
  const onValueChange = vi.fn()
  render(
    <Combobox label="Chart" value="" none="All charts" options={options} onValueChange={onValueChange} />,
  )
  await userEvent.click(screen.getByRole("combobox", { name: "Chart: All charts" }))
  await userEvent.type(await screen.findByRole("combobox", { name: "Chart" }), "second")
  expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["beta"])
  await userEvent.keyboard("{Enter}")
  expect(onValueChange).toHaveBeenCalledWith("b")
  expect(screen.queryByRole("listbox")).toBeNull()
})
