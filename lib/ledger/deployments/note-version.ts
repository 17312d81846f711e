import { db } from "@/lib/platform/db/transaction"
import { reachedSql } from "./neighbour-facts-sql"

/** Stores when an image tag of an application first reached any environment. */
export async function noteVersion(application: string, imageTag: string, deployedAt: Date): Promise<void> {
  // Reads first, so that records of one tag in several environments do not wait for each other's row lock.
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    SELECT ${application}, ${imageTag}, ${deployedAt}::timestamptz
    WHERE NOT EXISTS (
      SELECT 1 FROM image_version
      WHERE application = ${application} AND image_tag = ${imageTag}
        AND first_reached_at <= ${deployedAt}::timestamptz)
    ON CONFLICT (application, image_tag) DO UPDATE SET first_reached_at = EXCLUDED.first_reached_at
    WHERE EXCLUDED.first_reached_at < image_version.first_reached_at`
}

/** Recomputes when an image tag first arrived, after one of its records was moved, restored or removed. */
export async function noteVersionAgain(application: string, imageTag: string): Promise<void> {
  await db()
    .$executeRaw`DELETE FROM image_version WHERE application = ${application} AND image_tag = ${imageTag}`
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    SELECT d.application, d.image_tag, d.deployed_at FROM deployment d
    WHERE d.application = ${application} AND d.image_tag = ${imageTag} AND ${reachedSql("d")}
    ORDER BY d.deployed_at LIMIT 1
    ON CONFLICT (application, image_tag) DO UPDATE SET first_reached_at = EXCLUDED.first_reached_at`
}
