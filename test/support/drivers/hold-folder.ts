import { lockFolder } from '../../../server/disk/folder-lock.ts'

/**
 * Locks the folder that is given as the argument, says so, and stays until it is ended. It drops what it got,
 * and collects garbage: that must not give the folder away.
 */
lockFolder(process.argv[2]!)
globalThis.gc!()
console.log('locked')
process.stdin.resume()
