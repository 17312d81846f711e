import { db } from "@/lib/db/transaction"

/** Remembers when an image tag of an application first reached any environment. */
export async function noteVersion(application: string, imageTag: string, deployedAt: Date): Promise<void> {
  await db().$executeRaw`
    INSERT INTO image_version (application, image_tag, first_reached_at)
    VALUES (${application}, ${imageTag}, ${deployedAt}::timestamptz)
    ON CONFLICT (application, image_tag) DO UPDATE SET first_reached_at = EXCLUDED.first_reached_at
    WHERE EXCLUDED.first_reached_at < image_version.first_reached_at`
}
