import { terminal } from '../src/cli/output.js';
import { selfCheck } from './selfCheck.js';

process.exitCode = await selfCheck(process.argv.slice(2), terminal);
