"use client"

import dynamic from "next/dynamic"
import { useState } from "react"
import type { DeploymentDrawerProps } from "@/components/ledger/deployments/deployment-drawer"

const Drawer = dynamic(
  () => import("@/components/ledger/deployments/deployment-drawer").then((file) => file.DeploymentDrawer),
  { ssr: false },
)

/** The deployment drawer, loaded when first opened. */
export function LazyDeploymentDrawer(props: DeploymentDrawerProps) {
  const [wanted, setWanted] = useState(props.id !== null)
  if (props.id !== null && !wanted) setWanted(true)
  return wanted && <Drawer {...props} />
}
