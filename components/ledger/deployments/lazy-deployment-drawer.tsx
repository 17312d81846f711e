"use client"

import dynamic from "next/dynamic"
import type { DeploymentDrawerProps } from "@/components/ledger/deployments/deployment-drawer"
import { MountOnOpen } from "@/components/ui/lazy-trigger"

const Drawer = dynamic(
  () => import("@/components/ledger/deployments/deployment-drawer").then((file) => file.DeploymentDrawer),
  { ssr: false },
)

/** The deployment drawer, loaded when first opened. */
export function LazyDeploymentDrawer(props: DeploymentDrawerProps) {
  return (
    <MountOnOpen open={props.id !== null}>
      <Drawer {...props} />
    </MountOnOpen>
  )
}
