import { expect, type Locator, type Page } from "@playwright/test"

/** Where rows are drawn, in pixels, and how long a view of 24 hours is. */
const drawn = { axisHeight: 28, firstRow: 17, rowHeight: 26, hoursInView: 24 * 1.005 }

export class TimelinePage {
  constructor(private readonly page: Page) {}

  async open(query: Record<string, string> = {}): Promise<void> {
    await this.page.goto(`/timeline?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { name: "Timeline", level: 1 })).toBeVisible()
  }

  get lanes(): Locator {
    return this.page.getByRole("application", { name: "Timeline" })
  }

  laneName(name: string): Locator {
    return this.page.getByRole("main").getByRole("listitem").getByText(name, { exact: true })
  }

  /** The description of the record at the keyboard position. */
  get walked(): Locator {
    return this.page.locator("[data-focused]")
  }

  /** Presses keys on the lanes, once they are rendered. */
  async press(...keys: string[]): Promise<void> {
    await this.lanes.focus()
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Enters the lanes with this key until the keyboard is at a record of this version. */
  async walkTo(imageTag: string, key: string): Promise<void> {
    await this.lanes.focus()
    // Before the records are loaded, an arrow key moves the view instead.
    await expect(this.page.locator("[aria-busy=false]", { has: this.lanes })).toBeVisible()
    await expect(async () => {
      // From the newest visible record again, in case an earlier key met fewer records.
      await this.page.keyboard.press("Escape")
      await this.page.keyboard.press(key)
      await expect(this.walked).toContainText(imageTag, { timeout: 1000 })
    }).toPass()
  }

  async choose(range: "24 h" | "7 d" | "30 d" | "1 y" | "All"): Promise<void> {
    await this.page.getByRole("button", { name: range, exact: true }).click()
  }

  preset(range: string): Locator {
    return this.page.getByRole("button", { name: range, exact: true })
  }

  async zoomByWheel(): Promise<void> {
    await this.toTheMiddle()
    await this.page.mouse.wheel(0, -400)
  }

  /** Drags over the middle of the lanes: pans, or selects while Shift is held. */
  async drag(pixels: number, options: { select?: boolean } = {}): Promise<void> {
    const { x, y } = await this.toTheMiddle()
    if (options.select) await this.page.keyboard.down("Shift")
    await this.page.mouse.down()
    await this.page.mouse.move(x + pixels, y, { steps: 4 })
    await this.page.mouse.up()
    if (options.select) await this.page.keyboard.up("Shift")
  }

  async selectionInHistory(): Promise<void> {
    await this.page.getByRole("link", { name: "View in History" }).click()
  }

  async showTable(): Promise<void> {
    await this.page.getByText("Table", { exact: true }).click()
  }

  async show(view: "Versions" | "Deployments"): Promise<void> {
    await this.page.getByRole("group", { name: "View" }).getByText(view, { exact: true }).click()
  }

  /** Moves the pointer over what ran in a row of the first lane, in a view of 24 hours. */
  async pointAt({ hoursAgo, row, click }: { hoursAgo: number; row: number; click?: boolean }): Promise<void> {
    await expect(this.page.locator("[aria-busy=false]", { has: this.lanes })).toBeVisible()
    const box = await this.lanes.boundingBox()
    if (box === null) throw new Error("The lanes are not visible.")
    const { axisHeight, firstRow, rowHeight, hoursInView } = drawn
    const x = box.x + ((24 - hoursAgo) / hoursInView) * box.width
    const y = box.y + axisHeight + firstRow + row * rowHeight
    await this.page.mouse.move(x - 1, y)
    await this.page.mouse.move(x, y)
    if (click) await this.page.mouse.click(x, y)
  }

  /** What is shown about the place under the pointer. */
  get hovered(): Locator {
    return this.lanes.locator("[aria-hidden=true]").filter({ hasText: /./ })
  }

  get table(): Locator {
    return this.page.getByRole("table", { name: "Deployments in this period, newest first" })
  }

  get emptiness(): Locator {
    return this.page.getByText("No deployments in this period")
  }

  async goToNewest(): Promise<void> {
    await this.page.getByRole("button", { name: /^Go to the newest deployment/ }).click()
  }

  /** The window in the URL, in milliseconds; null while a preset is shown. */
  window(): { from: number; to: number } | null {
    const search = new URL(this.page.url()).searchParams
    const from = search.get("from")
    const to = search.get("to")
    return from && to ? { from: Date.parse(from), to: Date.parse(to) } : null
  }

  private async toTheMiddle(): Promise<{ x: number; y: number }> {
    const box = await this.lanes.boundingBox()
    if (box === null) throw new Error("The lanes are not visible.")
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await this.page.mouse.move(middle.x, middle.y)
    return middle
  }
}
