// Loaded into the web process before Next: a launcher that was killed must not leave it behind on its port.
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"))
