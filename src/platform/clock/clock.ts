import { Injectable } from '@nestjs/common';

/** The only source of "now": tests put their own in its place and move it. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
