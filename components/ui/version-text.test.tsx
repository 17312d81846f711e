import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { renderUi } from "@/tools/testing/render-ui"
import { NameText, VersionText } from "./version-text"

it.each(["شركة الشحن", "שירותי תשלום ומסחר בינלאומי בערבון מוגבל"])(
  "the name %s begins at its own side, so that it is cut at its end",
  (name) => {
    renderUi(<NameText value={name} />)
    expect(screen.getByTitle(name).getAttribute("dir")).toBe("auto")
  },
)

it.each([
  ["bluefin-logistics-query-engine", "query-engine"],
  ["alder-insurance-ai-service", "ai-service"],
  ["development/kueue-external-admission", "admission"],
  ["averyveryverylongnamewithoutwords", "utwords"],
])("%s is cut before its last words", (name, end) => {
  const { container } = renderUi(<NameText value={name} />)
  const [, ...parts] = [...(container.firstElementChild?.children ?? [])].map((part) => part.textContent)
  expect(parts).toEqual([name.slice(0, -end.length), end])
})

it("a version is cut before its commit", () => {
  const { container } = renderUi(<VersionText value="release-2026-11-30-bc33e51" />)
  expect(container.firstElementChild?.lastElementChild?.textContent).toBe("bc33e51")
})
