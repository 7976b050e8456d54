// Hides Node's internals, as a later version may: then there is no direct way to sockets.
Object.assign(process, { binding: undefined })
