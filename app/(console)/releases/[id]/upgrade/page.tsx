import type { Metadata } from "next"
import { releaseQuery } from "@/components/fleet/releases/release-queries"
import { changeDenied } from "@/components/layout/forbidden"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { readRelease } from "../read-release"
import { UpgradeView } from "./upgrade-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: release } = await readRelease((await params).id)
  return { title: `Upgrade ${release.releaseName}` }
}

export default async function UpgradePage({ params }: Props) {
  const { id } = await params
  const { actor, entity: release } = await readRelease(id)
  return (
    <Hydrated reads={[preload(releaseQuery(id), () => release)]}>
      <UpgradeView id={id} denied={changeDenied(actor, "Upgrading a release")} />
    </Hydrated>
  )
}
