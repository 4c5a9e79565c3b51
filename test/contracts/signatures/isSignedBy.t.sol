// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Signatures} from "../../../contracts/signatures/Signatures.sol";
import {Assert} from "../support/Assert.sol";
import {ContractSigner} from "../support/ContractSigner.sol";
import {OddSigner} from "../support/OddSigner.sol";
import {vm} from "../support/Vm.sol";

contract SignaturesTest is Assert {
    uint256 private constant CURVE = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 private constant KEY = 0xABCDEF;

    /// @dev The library reads calldata, so it is asked from outside.
    function ask(address signer, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return Signatures.isSignedBy(signer, digest, signature);
    }

    function _pack(bytes32 r, bytes32 s, uint8 v) private pure returns (bytes memory) {
        return abi.encodePacked(r, s, v);
    }

    function _keyOf(uint256 seed) private pure returns (uint256) {
        return (seed % (CURVE - 1)) + 1;
    }

    // C07

    function testFuzz_C07_TakesTheCanonicalFormOnly(uint256 seed, bytes32 digest) public view {
        uint256 key = _keyOf(seed);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        address signer = vm.addr(key);
        isTrue(this.ask(signer, digest, _pack(r, s, v)), "canonical");
        bytes32 high = bytes32(CURVE - uint256(s));
        isFalse(this.ask(signer, digest, _pack(r, high, v == 27 ? 28 : 27)), "high s");
        isFalse(this.ask(signer, digest, _pack(r, s, v - 27)), "v 0 or 1");
        isFalse(this.ask(signer, digest, _pack(r, s, v == 27 ? 28 : 27)), "the other v");
        isFalse(this.ask(signer, digest, _pack(r, s, 29)), "v 29");
        bytes32 compact = bytes32(uint256(s) | (uint256(v - 27) << 255));
        isFalse(this.ask(signer, digest, abi.encodePacked(r, compact)), "EIP-2098");
        isFalse(this.ask(signer, digest, abi.encodePacked(r, s)), "64 bytes");
        isFalse(this.ask(signer, digest, abi.encodePacked(r, s, v, uint8(0))), "66 bytes");
        isFalse(this.ask(signer, digest, abi.encode(r, s, uint256(v))), "padded to words");
        isFalse(this.ask(signer, digest, ""), "empty");
    }

    function testFuzz_C07_NobodySignsForTheZeroAddress(bytes32 digest, bytes32 r, bytes32 s, uint8 v) public view {
        isFalse(this.ask(address(0), digest, _pack(r, s, v)), "whatever recovers to nobody");
        isFalse(this.ask(address(0), digest, ""), "empty");
        isFalse(this.ask(address(0), digest, _pack(0, 0, 27)), "zeros");
    }

    function testFuzz_C07_AnotherDigestOrSignerIsRefused(uint256 seed, bytes32 digest, uint8 bit) public view {
        bytes32 other = digest ^ bytes32(uint256(1) << bit);
        uint256 key = _keyOf(seed);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        isFalse(this.ask(vm.addr(key), other, _pack(r, s, v)), "digest");
        isFalse(this.ask(address(uint160(vm.addr(key)) ^ 1), digest, _pack(r, s, v)), "signer");
    }

    // C09

    function _odd(OddSigner.Manner how, uint256 hunger) private returns (bool) {
        OddSigner signer = new OddSigner();
        signer.answer(how, hunger);
        return this.ask(address(signer), keccak256("digest"), "signature");
    }

    function test_C09_TakesTheRightAnswer() public {
        isTrue(_odd(OddSigner.Manner.Correct, 0), "at once");
        isTrue(_odd(OddSigner.Manner.Correct, 330_000), "after as much work as a passkey without a precompile");
        ContractSigner owned = new ContractSigner(vm.addr(KEY));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, keccak256("digest"));
        isTrue(this.ask(address(owned), keccak256("digest"), _pack(r, s, v)), "the owner's signature");
    }

    function test_C09_RefusesAnyOtherAnswer() public {
        isFalse(_odd(OddSigner.Manner.WrongMagic, 0), "wrong magic");
        isFalse(_odd(OddSigner.Manner.MagicAndMore, 0), "the magic with something behind it");
        isFalse(_odd(OddSigner.Manner.Short, 0), "four bytes");
        isFalse(_odd(OddSigner.Manner.Empty, 0), "nothing");
        isFalse(_odd(OddSigner.Manner.Huge, 0), "60 kB");
        isFalse(_odd(OddSigner.Manner.Reverts, 0), "revert");
        isFalse(_odd(OddSigner.Manner.Correct, 400_000), "more work than is allowed");
    }

    function test_C09_BurningGasIsBounded() public {
        OddSigner signer = new OddSigner();
        signer.answer(OddSigner.Manner.BurnsGas, 0);
        uint256 before = gasleft();
        isFalse(this.ask(address(signer), keccak256("digest"), ""), "no answer");
        isTrue(before - gasleft() < 400_000 + 20_000, "at most what was given");
        signer.answer(OddSigner.Manner.Huge, 0);
        before = gasleft();
        isFalse(this.ask(address(signer), keccak256("digest"), ""), "60 kB");
        isTrue(before - gasleft() < 400_000 + 50_000, "also for looking at a long answer");
    }

    function test_AKeySignsForAWalletWhoseCodeDoesNotAnswer() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(KEY, keccak256("digest"));
        vm.etch(vm.addr(KEY), hex"00");
        isTrue(this.ask(vm.addr(KEY), keccak256("digest"), _pack(r, s, v)), "EIP-7702");
        isFalse(this.ask(vm.addr(KEY), keccak256("other"), _pack(r, s, v)), "code that answers nothing did not sign");
    }
}
