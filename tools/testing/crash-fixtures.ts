import { afterAll, afterEach, beforeAll, beforeEach } from "vitest"
import { CrashFixture } from "./crash-fixture"
import { packGatedChart } from "./gated-chart"
import { createReleaseFixture, type ReleaseFixture } from "./release-fixture"

const patience = 120_000

/**
 * A separate fixture for each test of the file, in a sandbox for the file. Returns a function for the fixture of the running
 * test. A short lease is for tests that wait until it expires.
 */
export function crashFixtures(slug: string, leaseSeconds: number): () => CrashFixture {
  let releaseFixture: ReleaseFixture
  let fixture: CrashFixture
  let count = 0
  beforeAll(async () => {
    releaseFixture = await createReleaseFixture()
    await packGatedChart()
  }, patience)
  afterAll(() => releaseFixture.remove(), patience)
  beforeEach(async () => {
    fixture = new CrashFixture(releaseFixture, `${slug}-${++count}`, leaseSeconds)
    await fixture.open()
  }, patience)
  afterEach(() => fixture.close(), patience)
  return () => fixture
}

/** Milliseconds that a test of the crash matrix may take, on a busy machine. */
export const crashTimeout = 180_000
