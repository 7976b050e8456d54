import { lockFolder } from '../../../server/disk/folder-lock.ts'

/**
 * Locks the folder that is given as the argument, reports it, and runs until it is ended. It drops the lock object and
 * collects garbage, which must not release the lock.
 */
lockFolder(process.argv[2]!)
globalThis.gc!()
console.log('locked')
process.stdin.resume()
