// Nest is ESM, @nestjs/throttler is CommonJS and requires it: inside Jest that works only once Nest has been evaluated.
import '@nestjs/common';
import '@nestjs/core';
