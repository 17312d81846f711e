// One file, since Next hands only the last of several on to the process that it starts in development.
import "./end-with-launcher.mjs"
import "./tell-peer.mjs"
