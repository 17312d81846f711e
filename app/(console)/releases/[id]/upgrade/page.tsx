import type { Metadata } from "next"
import { changeDenied } from "@/components/layout/forbidden"
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
  return <UpgradeView loaded={release} denied={changeDenied(actor, "Upgrading a release")} />
}
