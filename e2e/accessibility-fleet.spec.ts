import { checkPage, promise } from "@/e2e/accessibility/check-page"
import { fleetPages, nameOf } from "@/e2e/accessibility/places"
import { test } from "@/e2e/fixtures/test"

test.describe.configure({ timeout: 180_000 })
test.use({ actionTimeout: 15_000 })

test.describe(promise, () => {
  for (const visited of fleetPages) {
    test(nameOf(visited), ({ page, pageAs, scene }) => checkPage(visited, page, pageAs, scene))
  }
})
