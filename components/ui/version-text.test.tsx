import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { renderUi } from "@/tools/testing/render-ui"
import { NameText } from "./version-text"

it.each(["شركة الشحن", "שירותי תשלום ומסחר בינלאומי בערבון מוגבל"])(
  "the name %s begins at its own side, so that it is cut at its end",
  (name) => {
    renderUi(<NameText value={name} />)
    expect(screen.getByTitle(name).getAttribute("dir")).toBe("auto")
  },
)
